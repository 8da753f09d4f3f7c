"""What the repository itself shows as good is without a warning."""

from pathlib import Path

import pytest

from wtspec.lints import LINTS
from wtspec.lints.codes import CODES
from wtspec.stages import check, load

ROOT = Path(__file__).parents[3]
GOOD = [
    *sorted((ROOT / "configs").rglob("*.yaml")),
    *sorted((ROOT / "tests").glob("*/specs/*.yaml")),
]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_a_good_spec_has_no_warnings(path):
    assert check(load(path)).warnings == ()


def test_every_lint_says_in_its_docstring_which_codes_it_has():
    said = {word.strip("`,;.") for one in LINTS for word in (one.__doc__ or "").split()}
    assert said >= CODES
