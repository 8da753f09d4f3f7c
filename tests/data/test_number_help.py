"""Text that is of numbers is told as such, with what reads them."""

import numpy as np
import pytest

from wtspec.data.number_help import number_help

READS = {
    "decimal commas": (["1,5", "2"], 'decimal: ","'),
    "points between thousands": (["1.234,5", "2"], 'decimal: ",", thousands: "."'),
    "commas between thousands": (["1,234,567", "2"], 'thousands: ","'),
}


@pytest.mark.parametrize("name", READS)
def test_help_has_the_keys_that_read_the_numbers(name):
    cells, keys = READS[name]
    help_text = number_help([np.array([*cells, ""], object)])
    assert f"`csv: {{path: …, {keys}}}`" in help_text


@pytest.mark.parametrize("cells", [["a", "1,5"], ["red"], [], ["", ""], ["1.5", "x"]])
def test_text_of_words_has_no_such_help(cells):
    assert number_help([np.array(cells, object)]) is None
