"""The nearest right thing."""

import pytest

from wtspec.errors import did_you_mean, nearest, one_of


@pytest.mark.parametrize(
    ("name", "meant"),
    [("hiden", "hidden"), ("Units", "units"), ("batchsize", "batch_size"), ("zebra", None)],
)
def test_the_nearest_name_is_found(name, meant):
    assert nearest(name, ["units", "hidden", "batch_size"]) == meant


def test_a_suggestion_is_a_question():
    assert did_you_mean("unit", ["units"]) == "did you mean `units`?"


def test_nothing_near_is_no_suggestion():
    assert did_you_mean("zebra", ["units"]) is None


@pytest.mark.parametrize(
    ("names", "line"),
    [
        ([], "nothing here"),
        (["b"], "`b`"),
        (["b", "a"], "one of `a`, `b`"),
        (["c", "a", "b"], "one of `a`, `b`, … (1 more)"),
    ],
)
def test_the_legal_names_are_listed_sorted_and_cut(names, line):
    assert one_of(names, limit=2) == line
