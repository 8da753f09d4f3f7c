"""Windows of rows: against windows that are cut one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtspec.data.columns import columns_from_arrays
from wtspec.data.readers.in_windows import in_windows
from wtspec.data.readers.read_windows import make_windows
from wtspec.errors import SpecError
from wtspec.sources.request import SourceRequest

ROWS = SourceRequest("csv", paths=("rows.csv",))


def one_by_one(table, length, stride, by, order):
    rows = range(len(table["t"]))
    series = {}
    for row in rows:
        series.setdefault(table[by][row] if by else None, []).append(row)
    windows = []
    for found in series.values():
        members = sorted(found, key=lambda row: table[order][row]) if order else found
        starts = range(0, len(members) - length + 1, stride)
        windows += [members[start : start + length] for start in starts]
    return windows


@given(
    rows=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), min_size=1, max_size=40),
    length=st.integers(1, 5),
    stride=st.integers(1, 7),
    by=st.sampled_from([None, "who"]),
    order=st.sampled_from([None, "t"]),
    as_text=st.booleans(),
)
def test_windows_are_those_that_are_cut_one_by_one(rows, length, stride, by, order, as_text):
    who, t = (np.array(column) for column in zip(*rows, strict=True))
    if as_text:
        who = np.array([f"w{one}" for one in who], object)
        t = np.array([f"2024-01-0{one}" if one else "2023-12" for one in t], object)
    table = {"who": who, "t": t, "x": np.arange(len(rows) * 2).reshape(-1, 2)}
    expected = one_by_one(table, length, stride, by, order)
    made = make_windows(table, length, stride, by, order)
    for name, column in table.items():
        assert made[name].shape == (len(expected), length, *column.shape[1:])
        assert made[name].tolist() == [column[window].tolist() for window in expected]


def test_windows_of_one_series_are_views():
    x = np.arange(1000.0)
    made = make_windows({"x": x, "t": np.arange(1000)}, 50, stride=3, order="t")
    assert np.shares_memory(made["x"], x)


def test_many_tiny_series_are_cut_at_once():
    who = np.repeat(np.arange(300_000), 3)
    made = make_windows({"who": who, "t": np.tile([2, 0, 1], 300_000)}, 2, by="who", order="t")
    assert made["t"].tolist()[:2] == [[0, 1], [1, 2]]
    assert len(made["t"]) == 600_000
    assert (made["who"][:, 0] == made["who"][:, 1]).all()


def windows_of(arrays, **options):
    return in_windows(columns_from_arrays(arrays), SourceRequest("windows", of=ROWS, **options))


def test_short_series_are_left_out_and_told():
    columns = windows_of({"who": ["a", "b", "b", "b"], "y": [1, 2, 3, 4]}, length=2, by="who")
    assert columns.arrays["y"].tolist() == [[2, 3], [3, 4]]
    (told,) = columns.told
    assert told.startswith("2 windows of 2 rows are made of the 4 rows of the given arrays; ")
    assert told.endswith("; 1 of its 2 series are shorter, and are left out")


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ({"length": 9, "by": "who"}, "no-windows", "has 2 rows"),
        ({"length": 9}, "no-windows", "has 4 rows"),
        ({"length": 2, "by": "whose"}, "unknown-column", "`whose`"),
        ({"length": 2, "by": "gap"}, "undivided-row", "row 3 "),
        ({"length": 2, "order": "gap"}, "undivided-row", "row 3 "),
        ({"length": 2, "order": "who"}, "not-a-date", "row 1 "),
        ({"length": 2, "order": "wide"}, "shape-mismatch", "`wide`"),
    ],
)
def test_what_no_windows_can_follow_is_told(options, code, words):
    arrays = {
        "who": ["a", "a", "b", "b"],
        "gap": [1.0, 2.0, np.nan, 4.0],
        "wide": np.ones((4, 2)),
    }
    with pytest.raises(SpecError) as raised:
        windows_of(arrays, **options)
    (found,) = raised.value.diagnostics
    assert found.code == code
    assert words in found.message


def test_windows_of_windows_have_an_axis_more():
    inner = SourceRequest("windows", of=ROWS, length=3)
    source = SourceRequest("windows", of=inner, length=2)
    made = in_windows(columns_from_arrays({"y": np.arange(5)}), source)
    assert made.arrays["y"].tolist() == [[[0, 1, 2], [1, 2, 3]], [[1, 2, 3], [2, 3, 4]]]
    assert made.axes == 3
