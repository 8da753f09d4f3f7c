"""The numbers are those of scikit-learn's transformers."""

import numpy as np
import pytest
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import KBinsDiscretizer, MultiLabelBinarizer, StandardScaler

from wtspec.data.learned import Learned

DRAW = np.random.default_rng(7)
X = DRAW.normal(size=(500, 4)) * [1, 100, 1e-3, 0] + [0, 5, 1, 2]
GAPS = np.where(DRAW.random(X.shape) < 0.2, np.nan, np.round(X, 1))
LATER = DRAW.normal(size=(50, 4)) * 2


def test_standardize():
    scaler, learned = StandardScaler().fit(X), Learned()
    for rows in (X, LATER):
        np.testing.assert_allclose(
            learned.standardize("x", rows), scaler.transform(rows), rtol=1e-9, atol=1e-9
        )


@pytest.mark.parametrize("strategy", ["mean", "median", "most_frequent"])
def test_impute(strategy):
    imputer, learned = SimpleImputer(strategy=strategy).fit(GAPS), Learned()
    for rows in (GAPS, np.where(LATER > 2, np.nan, LATER)):
        np.testing.assert_allclose(
            learned.impute("x", rows, strategy), imputer.transform(rows), rtol=1e-12
        )


def test_impute_of_text():
    text = np.array(["b", "", "a", "b", "a"], object)
    imputer = SimpleImputer(strategy="most_frequent", missing_values="").fit(text[:, None])
    expected = imputer.transform(text[:, None])[:, 0]
    assert Learned().impute("c", text, "most_frequent").tolist() == expected.tolist()
    assert Learned().impute("c", text, "none").tolist() == ["b", "none", "a", "b", "a"]


@pytest.mark.parametrize("count", [2, 5, 16])
def test_bins(count):
    rows = np.round(X[:, :2], 1)
    bins = KBinsDiscretizer(
        count, encode="ordinal", strategy="quantile", quantile_method="linear"
    ).fit(rows)
    learned = Learned()
    for given in (rows, LATER[:, :2]):
        np.testing.assert_array_equal(learned.bins("x", given, count), bins.transform(given) + 1)


def test_one_bin_holds_all():
    assert Learned().bins("x", np.array([5.0, 7.0, np.nan]), 1).tolist() == [1, 1, 0]


def test_bins_of_missing_numbers_are_0_and_of_infinite_ones_the_outermost():
    learned = Learned()
    learned.bins("x", np.arange(9.0), 3)
    assert learned.bins("x", np.array([np.nan, -np.inf, np.inf]), 3).tolist() == [0, 1, 3]
    assert learned.classes("x") == 4


def test_bins_of_numbers_whose_differences_no_number_holds():
    found = Learned().bins("x", np.array([-1.7e308, -1.0, 1.0, 1.7e308]), 2)
    assert found.tolist() == [1, 1, 2, 2]


def test_many_hot():
    text = np.array(["b|a", "", "c | a", "a|a", "d"], object)
    parts = [{tag.strip() for tag in one.split("|") if tag} for one in text]
    learned = Learned()
    rows = learned.many_hot("t", text)
    np.testing.assert_array_equal(rows, MultiLabelBinarizer().fit_transform(parts))
    assert rows.dtype == np.float32
    assert learned.many_hot("t", np.array(["e|b", "e"], object)).tolist() == [[0, 1, 0, 0], [0] * 4]
    assert learned.classes("t") == 4


def test_many_hot_of_another_separator():
    rows = Learned().many_hot("t", np.array(["b, a", "a,b|c"], object), ",")
    assert rows.tolist() == [[1, 1, 0], [1, 0, 1]]
