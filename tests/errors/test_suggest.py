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


@pytest.mark.parametrize("name", ["Adma", "Adm", "Adamm", "Adem"])
def test_one_slip_is_nearer_than_a_longer_name_that_holds_it(name):
    assert nearest(name, ["Adamax", "Adam"]) == "Adam"


@pytest.mark.parametrize("name", ["cvs", "csb", "xy"])
def test_short_names_take_a_slip_if_they_are_not_too_short(name):
    assert nearest(name, ["csv", "xx", "y"]) == ("csv" if len(name) > 2 else None)
