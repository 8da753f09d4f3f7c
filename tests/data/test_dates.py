"""Dates are the same text whatever they were read from."""

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from wtspec.data.columns import columns_from_arrays
from wtspec.data.readers.arrow_moments import same_moments
from wtspec.data.readers.read_source import read_source
from wtspec.sources.iso_dates import same_moment
from wtspec.sources.request import SourceRequest

DAYS = [dt.datetime(2024, 3, 1), dt.datetime(2024, 12, 24), None]  # noqa: DTZ001 - of no zone
MOMENTS = [dt.datetime(2024, 3, 1), dt.datetime(2024, 3, 1, 12, 30), None]  # noqa: DTZ001
DAY_TEXTS = ["2024-03-01", "2024-12-24", ""]
MOMENT_TEXTS = ["2024-03-01", "2024-03-01T12:30:00", ""]
UTC_TEXTS = ["2024-02-29T23:00:00Z", "2024-03-01T11:30:00Z", ""]

KEPT = {
    "pandas": pd.Series(pd.to_datetime(pd.Series(MOMENTS))),
    "objects of pandas'": pd.Series(pd.to_datetime(pd.Series(MOMENTS))).astype(object),
    "seconds of NumPy's": np.array(MOMENTS, "datetime64[s]"),
    "nanoseconds of NumPy's": np.array(MOMENTS, "datetime64[ns]"),
    "minutes of NumPy's": np.array(MOMENTS, "datetime64[m]"),
    "Python's": MOMENTS,
    "Arrow's": pa.array(MOMENTS),
    "Arrow's, as categories": pa.array(MOMENTS).dictionary_encode(),
    "texts": ["2024-03-01", "2024-03-01 12:30", ""],
    "bytes": np.array([b"2024-03-01T00:00", b"2024-03-01T12:30:00.000", b""]),
}


def read(tmp_path, kind):
    return read_source(SourceRequest(kind, paths=(f"t.{kind}",)), tmp_path).arrays["d"].tolist()


@pytest.mark.parametrize("kept", KEPT)
def test_moments_are_the_same_text_however_they_are_given(kept):
    assert columns_from_arrays({"d": KEPT[kept]}).arrays["d"].tolist() == MOMENT_TEXTS


@pytest.mark.parametrize("kind", [pa.date32(), pa.date64(), pa.timestamp("s"), pa.timestamp("ns")])
def test_days_of_parquet_are_those_of_csv(kind, tmp_path):
    parquet.write_table(
        pa.table({"d": pa.array(DAYS, kind), "n": [1, 2, 3]}), tmp_path / "t.parquet"
    )
    (tmp_path / "t.csv").write_text("d,n\n2024-03-01,1\n2024-12-24,2\n,3\n")
    assert read(tmp_path, "parquet") == read(tmp_path, "csv") == DAY_TEXTS


@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S.%f"])
def test_moments_of_csv_are_those_of_parquet(form, tmp_path):
    parquet.write_table(pa.table({"d": MOMENTS, "n": [1, 2, 3]}), tmp_path / "t.parquet")
    cells = [moment.strftime(form) if moment else "" for moment in MOMENTS]
    text = "d,n\n" + "".join(f"{cell},{at}\n" for at, cell in enumerate(cells))
    (tmp_path / "t.csv").write_text(text)
    assert read(tmp_path, "parquet") == read(tmp_path, "csv") == MOMENT_TEXTS


def test_moments_of_a_zone_are_told_in_utc(tmp_path):
    local = pd.Series(pd.to_datetime(pd.Series(MOMENTS))).dt.tz_localize("Europe/Berlin")
    parquet.write_table(pa.table({"d": pa.array(local), "n": [1, 2, 3]}), tmp_path / "t.parquet")
    (tmp_path / "t.csv").write_text(
        "d,n\n2024-03-01T00:00:00+01:00,1\n2024-03-01 12:30+0100,2\n,3\n"
    )
    assert read(tmp_path, "parquet") == read(tmp_path, "csv") == UTC_TEXTS
    assert columns_from_arrays({"d": local}).arrays["d"].tolist() == UTC_TEXTS


CELLS = [
    *("2024-03-01 12:30:00.500", "2024-03-01 12:30:00.123456789Z", "2024-03-01T00:00:00Z"),
    *("2024-02-31 10:00", "2024-02-31 10:00+01:00", "0001-01-01 00:00+10:00", "2024-13-01 10:00"),
    *("2024-03-01 12:30 or so", "2024-03-01", "12:30", "", "2024-03-01 23:30:00-0230"),
]


@pytest.mark.parametrize("cells", [CELLS, CELLS[:3], CELLS[7:10]])
def test_cells_of_arrow_and_of_numpy_become_the_same(cells):
    arrow = same_moments(pa.chunked_array([cells[:2], cells[2:]])).to_pylist()
    assert arrow == [same_moment(cell) for cell in cells]
    assert arrow == same_moments(pa.chunked_array([arrow])).to_pylist()
