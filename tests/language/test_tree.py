"""Nodes of the tree are frozen, and compared by what they say, wherever they stand."""

import pickle

import pytest

from wtspec.errors import Source, Span
from wtspec.language.tree import Binary, Call, Dots, List, Name, Value

SOURCE = Source("first.yaml", "a + 1")
HERE = Span(SOURCE, 1, 1, 1, 2)
THERE = Span(SOURCE, 1, 5, 1, 6)


def total(span, right=1):
    return Binary("+", Name("a", span=span), Value(right, span=span), span=span)


def test_nodes_that_say_the_same_in_other_places_are_equal():
    assert total(HERE) == total(THERE)
    assert hash(total(HERE)) == hash(total(THERE))
    assert Dots(span=HERE) == Dots(span=THERE)


def test_nodes_that_say_other_things_differ():
    assert total(HERE) != total(HERE, right=2)
    assert List((), span=HERE) != Dots(span=HERE)
    assert Name("a", span=HERE) != Value("a", span=HERE)


def test_a_node_is_shown_without_its_place():
    assert repr(Name("a", span=HERE)) == "Name(id='a')"


def test_a_place_is_given_by_name_alone():
    with pytest.raises(TypeError, match="positional"):
        Name("a", HERE)
    assert Call.__match_args__ == ("function", "arguments", "keywords")


def test_nodes_match_by_position():
    match total(HERE):
        case Binary("+", Name(name), Value(value)):
            assert (name, value) == ("a", 1)


def test_nodes_refuse_changes():
    with pytest.raises(AttributeError):
        total(HERE).operator = "-"


def test_nodes_keep_their_places_on_the_way_to_a_worker():
    sent = pickle.loads(pickle.dumps(total(HERE)))  # noqa: S301
    assert sent == total(HERE)
    assert sent.left.span.start == (1, 1)
