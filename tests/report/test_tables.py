"""Tables in plain text, on terminals that are as wide as they are."""

import pytest

from wtspec.errors.visible import columns
from wtspec.report.tables import align, cut

ROWS = [
    ("path", "shape", "initializer", "parameters", "bytes"),
    (
        "blocks/0/attention/query/kernel",
        "(768, 768)",
        "=normal(stddev=0.02)",
        "589,824",
        "2,359,296",
    ),
    ("blocks/11/attention/output/bias", "(768,)", "zeros", "768", "3,072"),
]


def aligned(width):
    return align(ROWS, right=(3, 4), width=width, cuts=(2, 0)).split("\n")


def test_a_table_in_a_pipe_is_as_wide_as_its_cells():
    assert all(cell in align(ROWS).split("\n")[1] for cell in ROWS[1])


@pytest.mark.parametrize("width", [100, 80, 60, 40, 30])
def test_a_table_fits_its_terminal_and_no_number_is_cut(width):
    lines = aligned(width)
    assert max(map(columns, lines)) <= width
    text = "\n".join(lines)
    for number in ("(768, 768)", "589,824", "2,359,296", "(768,)"):
        assert number in text


def test_texts_are_cut_before_columns_go_to_a_second_line():
    assert aligned(80)[1] == (
        "blocks/0/attention/query/kernel  (768, 768)  =normal(std…     589,824  2,359,296"
    )
    assert len(aligned(80)) == 3
    assert len(aligned(60)) == 6


def test_what_goes_to_a_second_line_is_indented_and_aligned():
    assert align([("a", "long title"), ("b", "1")], right=(1,), width=10).split("\n") == [
        "a",
        "  long title",
        "b",
        "           1",
    ]


def test_a_cut_shows_both_ends_and_counts_wide_characters():
    assert cut("blocks/0/kernel", 11) == "block…ernel"
    assert columns(cut("名前" * 10, 9)) <= 9
    assert cut("abc", 3) == "abc"
