import fnmatch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtspec.model.pretrained.match import matches, matches_dotted


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("head/**", "head/kernel", True),
        ("head/**", "head", True),
        ("head/**", "ahead/kernel", False),
        ("**/bias", "a/b/bias", True),
        ("**/bias", "bias", True),
        ("blocks/*/w*", "blocks/3/wq", True),
        ("blocks/*", "blocks/3/wq", False),
        ("*", "a/b", False),
        ("**", "a/b", True),
        ("a/**/z", "a/b/c/z", True),
        ("lora_*", "lora_", True),
    ],
)
def test_one_star_stays_within_a_name_and_two_cross_any_number(pattern, path, expected):
    assert matches(pattern, path) is expected


def test_dots_part_the_names_of_tensors():
    assert matches_dotted("h.*.attn.bias", "h.11.attn.bias")
    assert not matches_dotted("h.*.bias", "h.11.attn.bias")


@given(st.text("ab*", max_size=8), st.text("ab", max_size=8))
def test_within_a_name_it_agrees_with_fnmatch(pattern, name):
    if "**" not in pattern:
        assert matches(pattern, name) is fnmatch.fnmatchcase(name, pattern)


def test_no_pattern_takes_long():
    assert not matches("*a" * 200, "a" * 199 + "b" * 200)
    assert not matches("**/a/" * 100 + "b", "a/" * 500 + "a")
