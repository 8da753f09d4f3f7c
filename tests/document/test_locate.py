import pytest

from wtspec.document import read_text
from wtspec.document.locate import locator


def stretch(text, part):
    """Line and columns at which `part` of the scalar under `a` is located."""
    scalar = read_text(text, "t.yaml").get("a")
    start = scalar.text.index(part)
    span = locator(scalar)(start, start + len(part))
    return (span.line, span.column, span.end_line, span.end_column)


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("a: =x + yy", "yy", (1, 9, 1, 11)),
        ('a: "=x + yy"', "yy", (1, 10, 1, 12)),
        ("a: '=x + yy'", "yy", (1, 10, 1, 12)),
        ("é: 1\na: {b: 1}\n".replace("{b: 1}", "=é + yy"), "yy", (2, 9, 2, 11)),
        ("a: |\n  x = 1\n  return yy\n", "yy", (3, 10, 3, 12)),
        ("a: |\n\n    x = 1\n      return yy\n", "yy", (4, 14, 4, 16)),
        ("a: |2\n    x = 1\n  return yy\n", "yy", (3, 10, 3, 12)),
        ("a: | # why\n  é = yy", "yy", (2, 7, 2, 9)),
        ("a: &n |\n  x\n  yy\n", "yy", (3, 3, 3, 5)),
        ("a: |-\n  x\n  yy\nb: 1\n", "x\nyy", (2, 3, 3, 5)),
    ],
)
def test_a_part_of_a_scalar_is_located(text, part, expected):
    assert stretch(text, part) == expected


@pytest.mark.parametrize(
    "text", ["a: =x\n  + yy\n", "a: >\n  x\n  yy\n", 'a: "\\x41 yy"', "a: 'it''s yy'"]
)
def test_the_whole_scalar_where_a_part_cannot_be_told(text):
    scalar = read_text(text, "t.yaml").get("a")
    start = scalar.text.index("yy")
    assert locator(scalar)(start, start + 2) == scalar.span
