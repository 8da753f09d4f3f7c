"""Records behave as dataclasses with slots do."""

import pickle

import pytest

from wtspec.record import aside, entity, record, replace


@record
class Base:
    place: int = aside()


@record
class Pair(Base):
    left: int
    right: int = 2


@record
class Triple(Pair):
    last: int = 3


@entity
class Single:
    value: int


def test_fields_are_given_by_position_or_by_name():
    one = Pair(1, right=5, place=7)
    assert (one.left, one.right, one.place) == (1, 5, 7)


def test_a_subclass_adds_its_fields_behind_those_of_its_base():
    assert Triple(1, place=0).last == 3
    assert Triple.__match_args__ == ("left", "right", "last")


def test_fields_aside_take_no_part_in_comparisons():
    assert Pair(1, place=1) == Pair(1, place=2)
    assert hash(Pair(1, place=1)) == hash(Pair(1, place=2))
    assert Pair(1, place=1) != Pair(2, place=1)


def test_records_of_different_classes_differ():
    assert Pair(1, 2, place=0) != Triple(1, 2, place=0)


def test_an_entity_equals_itself_alone():
    one = Single(1)
    assert one == one  # noqa: PLR0124
    assert one != Single(1)


def test_records_have_no_fields_but_their_own():
    with pytest.raises(AttributeError):
        Pair(1, place=0).other = 2


@pytest.mark.parametrize(
    ("args", "given", "message"),
    [
        ((), {"place": 0}, "Pair.__init__.*missing.*'left'"),
        ((1,), {}, "Pair.__init__.*missing.*'place'"),
        ((1, 2, 3), {"place": 0}, "Pair.__init__.* but 4 "),
        ((1,), {"place": 0, "other": 1}, "Pair.__init__.*unexpected.*'other'"),
    ],
)
def test_wrong_arguments_are_named(args, given, message):
    with pytest.raises(TypeError, match=message):
        Pair(*args, **given)


def test_replace_keeps_the_other_fields():
    assert replace(Pair(1, place=4), right=9).place == 4


def test_records_survive_pickling():
    one = Pair(1, place=3)
    copy = pickle.loads(pickle.dumps(one))  # noqa: S301
    assert copy == one
    assert copy.place == 3


def test_patterns_match_by_position():
    match Pair(1, 2, place=0):
        case Pair(left, right):
            assert (left, right) == (1, 2)


def test_a_field_without_default_may_not_stand_behind_one_with_it():
    with pytest.raises(TypeError, match="Wrong: a field with a default"):

        @record
        class Wrong(Base):
            left: int = 1
            right: int
