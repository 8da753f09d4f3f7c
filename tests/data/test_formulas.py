import importlib
import inspect
import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")

import numpy as np
import pytest
from keras import ops

from wtspec.data import arrays
from wtspec.data.images import image
from wtspec.data.learned import Learned
from wtspec.sources.formulas import data_function, data_function_names

X = np.array([[0.3, 0.9, 0.2], [0.7, 0.1, 0.4]], "float32")
INTS = np.array([[1, 2, 0], [3, 1, 2]], "int32")
OWN = {
    "bins", "column", "columns", "date", "image", "impute", "lookup", "many_hot", "minmax",
    "one_hot", "standardize", "tokens", "words",
}  # fmt: skip
FILES_OF_THEIR_OWN = {"date": "wtspec.data.dates"}
ARGUMENTS = {
    "arange": [(5,), (1, 7)],
    "arccosh": [(X + 1,)],
    "average": [(X,)],
    "bitwise_and": [(INTS, 3)],
    "bitwise_or": [(INTS, 4)],
    "bitwise_xor": [(INTS, 3)],
    "broadcast_to": [(X, (2, 2, 3))],
    "cast": [(X * 9, "int32"), (INTS, "float32"), (INTS, "bool")],
    "clip": [(X, 0.2, 0.5)],
    "concatenate": [([X, X],)],
    "digitize": [(X, np.array([0.25, 0.5], "float32"))],
    "divide_no_nan": [(X, np.array([0.0, 1.0, 2.0], "float32"))],
    "einsum": [("ij,kj->ik", X, X)],
    "expand_dims": [(X, -1)],
    "full": [((2, 3), 7.0)],
    "full_like": [(X, 7.0)],
    "hstack": [([X, X],)],
    "isclose": [(X, X)],
    "isin": [(INTS, INTS[0])],
    "linspace": [(0.0, 1.0)],
    "matmul": [(X, X.T)],
    "moveaxis": [(X, 0, 1)],
    "nan_to_num": [(np.array([1.0, np.nan, np.inf], "float32"),)],
    "norm": [(X,)],
    "ones": [((2, 3),)],
    "pad": [(X, ((0, 0), (1, 2)))],
    "percentile": [(X, 30.0)],
    "nanpercentile": [(X, 30.0)],
    "quantile": [(X, 0.3)],
    "nanquantile": [(X, 0.3)],
    "repeat": [(X, 2)],
    "reshape": [(X, (3, 2))],
    "roll": [(X, 1)],
    "searchsorted": [(np.array([0.1, 0.5], "float32"), X[0])],
    "select": [([X > 0.5, X > 0.25], [X, -X])],
    "squeeze": [(X[:, None],), (X[:, None, :, None],)],
    "stack": [([X, X],)],
    "swapaxes": [(X, 0, 1)],
    "take": [(X, INTS[0] // 2)],
    "take_along_axis": [(X, INTS[:, :1] - 1, 1)],
    "tensordot": [(X, X.T, 1)],
    "tile": [(X, (2, 1))],
    "where": [(X > 0.3, X, 0.0)],
    "zeros": [((2, 3),)],
}
SHARED = sorted(set(data_function_names()) - OWN)


def implementation(function):
    if function.home == "arrays":
        return getattr(arrays, function.python)
    value = np
    for part in function.python.split(".")[1:]:
        value = getattr(value, part)
    return value


def calls(name):
    if name in ARGUMENTS:
        return ARGUMENTS[name]
    required = [known for known in data_function(name).parameters if known.required]
    return [(X, X.T[:, ::-1].T + 0.5)[: len(required)]]


@pytest.mark.parametrize("name", data_function_names())
def test_it_is_computed_where_its_line_says(name):
    home = data_function(name).home
    if name in FILES_OF_THEIR_OWN:
        assert hasattr(importlib.import_module(FILES_OF_THEIR_OWN[name]), name)
        return
    places = {"numpy": np, "arrays": arrays, "learned": Learned, "files": image}
    files = {
        "arrays": "wtspec/data/arrays.py",
        "learned": "wtspec/data/learned.py",
        "files": "wtspec/data/images/image.py",
    }
    assert home == "table" or hasattr(places[home], name) or name == "norm", (
        f"{files.get(home, 'NumPy')} has no `{name}`, though its line in "
        f"wtspec/sources/functions.txt says `home={home}`"
    )


@pytest.mark.parametrize("name", SHARED)
def test_its_numbers_can_be_compared_with_those_of_keras(name):
    assert hasattr(ops, name), (
        f"tests/data/test_formulas.py: Keras has no `{name}`: write it into `OWN`, and a test of "
        "its numbers"
    )


@pytest.mark.parametrize("name", sorted(OWN))
def test_the_page_of_data_tells_of_what_keras_has_not(name):
    page = (Path(__file__).parents[2] / "docs/data.md").read_text("utf-8")
    assert f"{name}(" in page, f"docs/data.md does not tell what `{name}(…)` gives"


@pytest.mark.parametrize("name", SHARED)
def test_parameters_are_keras_own(name):
    function = data_function(name)
    theirs = [
        known.name
        for known in inspect.signature(getattr(ops, name)).parameters.values()
        if known.kind is known.POSITIONAL_OR_KEYWORD
    ]
    ours = [known.name for known in function.parameters]
    assert ours == [known for known in theirs if known in ours]
    assert len(ours) == len(set(ours))


@pytest.mark.parametrize("name", SHARED)
def test_values_are_those_of_keras(name):
    function = implementation(data_function(name))
    for arguments in calls(name):
        expected = ops.convert_to_numpy(getattr(ops, name)(*arguments))
        np.testing.assert_allclose(function(*arguments), expected, rtol=2e-6, atol=2e-6)


ALONG = [n for n in SHARED if n != "squeeze" and data_function(n).parameter("axis")]


@pytest.mark.parametrize("name", ALONG)
def test_axis_means_what_it_means_in_keras(name):
    function, axis = data_function(name), {"axis": 0}
    if not function.parameter("axis").required:
        implemented = implementation(function)
        for arguments in calls(name)[:1]:
            expected = ops.convert_to_numpy(getattr(ops, name)(*arguments, **axis))
            given = implemented(*arguments, **axis)
            np.testing.assert_allclose(given, expected, rtol=2e-6, atol=2e-6)


@pytest.mark.parametrize("name", SHARED)
def test_optional_parameters_are_taken_by_keyword(name):
    function = data_function(name)
    optional = {known.name for known in function.parameters if not known.required}
    theirs = inspect.signature(implementation(function)).parameters
    if name != "pad":  # which has its `constant_values` in `**kwargs`
        assert optional <= set(theirs)


def test_learned_functions_are_methods_that_take_the_calls_name_first():
    for function in map(data_function, data_function_names()):
        if function.home == "learned":
            signature = inspect.signature(getattr(Learned(), function.name))
            assert list(signature.parameters) == ["name", *(p.name for p in function.parameters)]


def test_columns_are_in_natural_order_whatever_the_tables():
    table = {f"p{number}": np.full(2, number) for number in (10, 2, 1)} | {"q": np.zeros(2)}
    assert arrays.columns(table, "p*").tolist() == [[1, 2, 10], [1, 2, 10]]


def test_columns_that_match_nothing_are_an_error():
    with pytest.raises(ValueError, match="no column matches 'x\\*'"):
        arrays.columns({"p": np.zeros(2)}, "x*")


def test_cast_reads_text_as_numbers():
    text = np.array(["1.5", "", "2"], object)
    np.testing.assert_array_equal(arrays.cast(text, "float32"), [1.5, np.nan, 2])


def test_cast_of_missing_values_to_integers_is_an_error():
    with pytest.raises(ValueError, match="missing values"):
        arrays.cast(np.array([1.0, np.nan]), "int32")


def test_large_values_do_not_overflow():
    x = np.array([-1000.0, 0.0, 1000.0])
    np.testing.assert_allclose(arrays.sigmoid(x), [0, 0.5, 1])
    np.testing.assert_allclose(arrays.softmax(x), [0, 0, 1])
    np.testing.assert_allclose(arrays.softplus(x), [0, np.log(2), 1000])
    np.testing.assert_allclose(arrays.logsumexp(x), 1000)


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([1.0, np.inf], "int32"),
        ([1.0, np.nan], "int32"),
        ([3e9], "int32"),
        ([2**31], "int32"),
        ([-1], "uint8"),
        ([256.0], "uint8"),
        ([2.0**63], "int64"),
    ],
)
def test_cast_that_would_make_another_number_is_refused(values, dtype):
    with pytest.raises(ValueError, match=f"to {dtype}|fit {dtype}"):
        arrays.cast(np.array(values), dtype)


def test_cast_cuts_fractions_off_up_to_the_last_integer():
    assert arrays.cast(np.array([255.9, -0.9]), "uint8").tolist() == [255, 0]


def test_squeeze_keeps_the_axis_of_a_single_row():
    assert arrays.squeeze(X[:1, None]).shape == (1, 3)
