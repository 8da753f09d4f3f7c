import numpy as np
import pytest

from wtspec.data.check import check_columns, check_labels, check_shape, prepare_array
from wtspec.data.columns import Columns, columns_from_arrays
from wtspec.errors import Report

COLUMNS = columns_from_arrays({"age": [1.0, np.nan, 3.0], "sex": ["m", "", "f"]})


@pytest.fixture
def report():
    return Report()


def prepared(values, report, **named):
    return prepare_array("input `x`", np.array(values), COLUMNS, report, **named)


def only(report):
    (diagnostic,) = report.diagnostics
    return diagnostic


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("float64", "float32"),
        ("float16", "float32"),
        ("int64", "int32"),
        ("uint32", "int32"),
        ("uint8", "uint8"),
        ("bool", "bool"),
    ],
)
def test_wide_numbers_become_what_models_are_fed(given, kept, report):
    array = prepare_array("input `x`", np.ones(3, given), COLUMNS, report)
    assert (array.dtype, report.failed) == (np.dtype(kept), False)


def test_missing_column_offers_the_nearest(report):
    check_columns(COLUMNS, {"agee": None, "sex": None}, report)
    assert only(report).message == "the given arrays has no column `agee`"
    assert only(report).help == "did you mean `age`?"


def test_text_is_named_with_an_example(report):
    assert prepared(["", "male", "f"], report) is None
    assert only(report).code == "not-numbers"
    assert only(report).received == "text such as 'male'"


def test_nan_is_named_with_count_first_row_and_columns(report):
    assert prepared([[1.0, 2.0], [np.nan, np.nan], [1.0, np.nan]], report) is None
    found = only(report)
    assert found.message == "input `x` has 3 NaN values, the first in row 2 of the data"
    assert found.help.startswith("missing in `age` (1);")


def test_row_is_counted_in_the_source(report):
    prepared([1.0, np.inf, 2.0], report, row_numbers=np.array([40, 50, 60]))
    assert only(report).message == ("input `x` has 1 infinite value in row 51 of the data")


def test_float_beyond_float32_is_named(report):
    assert prepared([0.0, 1e300, 0.0], report) is None
    found = only(report)
    assert (found.code, found.received) == ("number-too-large", "1e+300")
    assert "row 2 of the data" in found.message


def test_integer_beyond_int32_is_refused(report):
    assert prepared([2**31, 0, 0], report) is None
    assert only(report).code == "number-too-large"


@pytest.mark.parametrize("values", [1.0, [1.0, 2.0]])
def test_other_number_of_rows_is_refused(values, report):
    assert prepared(values, report) is None
    assert only(report).code == "row-count"


@pytest.mark.parametrize("pattern", [(None, 4), (None, None), (3, 4)])
def test_pattern_that_fits_is_silent(pattern, report):
    check_shape("input `x`", np.zeros((3, 4)), pattern, report)
    assert not report.failed


@pytest.mark.parametrize("pattern", [(None, 5), (None,), (None, 2, 2), (4, 4)])
def test_pattern_that_does_not_fit_is_named(pattern, report):
    check_shape("input `x`", np.zeros((3, 4)), pattern, report)
    assert (only(report).code, only(report).received) == ("shape-mismatch", "[_, 4]")


def test_column_in_place_of_a_matrix_is_told_how(report):
    check_shape("input `x`", np.zeros(3), (None, 1), report)
    assert "expand_dims" in only(report).help


def test_labels_that_the_outputs_cover_are_silent(report):
    check_labels("target", np.array([[0.0], [2.0]]), 3, report)
    assert not report.failed


@pytest.mark.parametrize("labels", [[0, 3], [-1, 0], [0.0, 1.5]])
def test_label_that_no_output_covers_is_named(labels, report):
    check_labels("target", np.array(labels), 3, report)
    assert only(report).code == "label-out-of-range"
    assert only(report).message == "target has a label beyond the model's 3 outputs"


def test_labels_from_1_are_told_to_start_at_0(report):
    check_labels("target", np.array([1, 2, 3]), 3, report)
    assert only(report).help == "the labels count from 1: subtract 1"


TABLE = Columns(
    {"a": np.array([1.0, np.nan, 3.0]), "b": np.array([np.nan] * 3), "y": np.array([np.nan, 1, 2])},
    "`t.csv`",
    scalars=("n",),
)


def told(what, name, report):
    prepare_array(what, TABLE.arrays[name], TABLE, report, used=[name])
    return only(report).help


def test_help_names_the_columns_alone_that_the_formula_reads(report):
    assert told("input `x`", "a", report).startswith("missing in `a` (1); ")


def test_target_is_not_advised_to_be_filled(report):
    assert "`weights: =" in told("the target", "y", report)


def test_infinite_number_of_no_missing_column_is_not_called_missing(report):
    prepared([np.nan, 1.0, 2.0], report, used=["sex"])
    assert only(report).help.startswith("no column that it reads lacks one")


def test_scalar_that_a_formula_reads_is_named(report):
    check_columns(TABLE, {"a": None, "n": None}, report)
    assert only(report).code == "scalar-column"


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_wrong_separator_is_told_once(separator, report):
    table = Columns({separator.join("aby"): np.array(["1"], object)}, "`t.csv`")
    check_columns(table, {"a": None, "b": None, "y": None}, report)
    assert only(report).code == "unparted-columns"


def test_single_column_with_another_name_is_an_unknown_column(report):
    check_columns(Columns({"q;r": np.array([1])}, "`t.csv`"), {"a": None}, report)
    assert only(report).code == "unknown-column"
