import numpy as np
import pytest

from wtspec.data.table.columns import Column, LeftOut
from wtspec.data.table.table import judge


def texts(*several):
    return np.array(several, object)


def random():
    return np.random.default_rng(0)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("row", np.arange(60)),
        ("Unnamed: 0", np.arange(1, 61)),
        ("patient_id", random().permutation(1000)[:60]),
        ("orderID", 7 * np.arange(60.0)),
        ("sku", texts(*(f"X{at}" for at in range(60)))),
    ],
)
def test_what_names_the_rows_is_left_out(name, values):
    assert isinstance(judge(name, values), LeftOut)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("year", np.arange(1900, 1960)),
        ("day", np.arange(60)),
        ("price", random().permutation(1000)[:60]),
        ("patient_id", np.repeat(np.arange(30), 2)),
    ],
)
def test_numbers_that_may_say_something_stay(name, values):
    assert isinstance(judge(name, values), Column)


@pytest.mark.parametrize(
    "values",
    [
        np.full(60, 3),
        np.full(60, np.nan),
        np.array([1.0, np.nan] * 30),
        texts(*["a"] * 60),
        texts(*[""] * 60),
        texts(*["2020-01-01"] * 60),
    ],
)
def test_constants_and_empty_columns_are_left_out(values):
    assert isinstance(judge("x", values), LeftOut)


def test_incomes_are_skewed_and_heights_are_not():
    assert judge("income", np.exp(random().normal(9, 1.5, 300))).is_skewed
    assert not judge("height", random().normal(170, 10, 300)).is_skewed
    assert not judge("gain", np.exp(random().normal(9, 1.5, 300)) - 1e4).is_skewed


def test_infinite_numbers_are_held_within_the_finite_ones():
    assert judge("x", np.array([1.0, 2.5, np.inf, 4.0])).bounds == (1.0, 4.0)


def test_gaps_are_counted_in_numbers_and_text():
    assert judge("x", np.array([1.0, np.nan, 3.0, np.nan])).gaps == 2
    assert judge("x", texts("a", "", "b", "a")).gaps == 1


def test_dates_have_the_parts_that_differ():
    dates = texts(*(f"2020-0{1 + at % 9}-05T{at % 24:02}:00:00" for at in range(60)))
    assert judge("when", dates).kind == "date"
    assert judge("when", dates).parts == "month weekday dayofyear hour"


@pytest.mark.parametrize(
    ("cells", "separator"),
    [
        (["a|b", "b", "a|c|b", "", "c"], "|"),
        (["wood;metal", "wood", "metal;glass", "glass"], ";"),
        (["red,blue", "blue", "red"], ","),
    ],
)
def test_tags_are_told_by_what_parts_them(cells, separator):
    found = judge("tags", texts(*cells * 20))
    assert (found.kind, found.separator) == ("tags", separator)


@pytest.mark.parametrize(
    "cells",
    [
        ["Paris, France", "Rome, Italy", "Lyon, France"],
        ["1,5", "2,5", "3,0", "1,0"],
        ["Adult, 1 Egg Stage", "Adult, 2 Egg Stage"],
    ],
)
def test_what_only_holds_a_comma_is_a_category(cells):
    assert judge("place", texts(*cells * 20)).kind == "category"


def test_sentences_are_words_as_far_as_they_say_the_same_ones():
    words = ["red", "green", "blue", "big", "small", "cat", "dog", "house", "tree"]
    draw = random()
    cells = [" ".join(draw.choice(words, 6)) for _ in range(200)]
    found = judge("text", texts(*cells))
    assert (found.kind, found.width) == ("words", 6)
    names = [f"Name{at} Surname{at}" for at in range(200)]
    assert isinstance(judge("text", texts(*names)), LeftOut)


def test_many_categories_of_several_rows_each_are_categories():
    cells = [f"c{at % 90}" for at in range(300)]
    assert judge("shop", texts(*cells)).kind == "category"


def test_a_matrix_is_taken_as_one():
    found = judge("pixels", np.zeros((10, 64)))
    assert (found.kind, found.width) == ("vector", 64)
    assert isinstance(judge("images", np.zeros((10, 8, 8))), LeftOut)
