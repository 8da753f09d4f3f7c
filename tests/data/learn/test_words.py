import numpy as np
import pytest

from wtspec.data.learned import Learned


def texts(*several):
    return np.array(several, object)


def words_of(text):
    learned = Learned()
    learned.words("t", texts(text))
    return sorted(learned.state["t"]["words"])


def test_indices_follow_frequency_and_then_the_words_order():
    learned = Learned()
    rows = learned.words("t", texts("b a c a", "c d b a"), length=5)
    assert learned.state["t"]["words"] == ["a", "b", "c", "d"]
    assert rows.tolist() == [[3, 2, 4, 2, 0], [4, 5, 3, 2, 0]]
    assert rows.dtype == np.int32


def test_unseen_words_are_1_and_what_is_missing_is_0():
    learned = Learned()
    learned.words("t", texts("a b"), length=3)
    later = learned.words("t", texts("b x a y b", "", None, "?!"), length=3)
    assert later.tolist() == [[3, 1, 2], [0] * 3, [0] * 3, [0] * 3]


def test_size_counts_padding_and_unseen_words():
    learned = Learned()
    rows = learned.words("t", texts("a a a b b c"), size=4, length=6)
    assert learned.classes("t") == 4
    assert rows.max() < 4
    assert rows.tolist() == [[2, 2, 2, 3, 3, 1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't STOP, now!", ["don", "now", "stop", "t"]),
        ("snake_case x-ray 3.14", ["14", "3", "case", "ray", "snake", "x"]),
        ("ÉTÉ e\u0301te\u0301", ["été"]),
        ("\ufb01ne \uff21\uff22", ["ab", "fine"]),
        ("हिन्दी में", ["में", "हिन्दी"]),
        ("我爱 NLP", ["nlp", "我", "爱"]),
        ("Straße", ["straße"]),
        ("\u200b \t\n", []),
    ],
)
def test_words_of_many_scripts(text, expected):
    assert words_of(text) == sorted(expected)


def test_more_texts_than_are_cut_at_once(monkeypatch):
    many = texts(*[f"w{i % 7} common" for i in range(40)])
    whole = Learned().words("t", many, length=3)
    monkeypatch.setattr("wtspec.data.learn.parted.TEXT_ROWS", 6)
    np.testing.assert_array_equal(Learned().words("t", many, length=3), whole)


def test_numbers_are_no_texts():
    with pytest.raises(TypeError, match="`words` takes text, and received numbers"):
        Learned().words("t", np.array([1.0, 2.0]))


def test_texts_in_two_axes_keep_both():
    assert Learned().words("t", np.array([["a", "b"], ["c", "d"]], object), length=3).shape == (
        2, 2, 3,
    )  # fmt: skip


def test_too_many_distinct_words_are_refused(monkeypatch):
    monkeypatch.setattr("wtspec.data.learn.categories.MOST_DISTINCT", 10)
    many = texts(*[f"w{i}" for i in range(11)])
    for name in ("words", "lookup", "many_hot"):
        with pytest.raises(ValueError, match="more than 10 distinct"):
            getattr(Learned(), name)("t", many)
