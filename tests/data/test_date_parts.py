import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtspec.data.dates import NoDateError, date
from wtspec.sources.argument_words import DATE_PARTS


def parts_of(text, parts):
    return date(np.array([text], object), parts)[0].tolist()


@given(st.datetimes())
def test_parts_are_those_of_pythons_calendar(moment):
    expected = [
        moment.year, moment.month, moment.day, moment.weekday(), moment.timetuple().tm_yday,
        moment.hour, moment.minute, moment.second,
        moment.replace(tzinfo=dt.UTC).timestamp(),
    ]  # fmt: skip
    for text in (moment.isoformat(), str(moment)):
        np.testing.assert_allclose(parts_of(text, " ".join(DATE_PARTS)), expected, atol=1e-4)


@pytest.mark.parametrize(
    ("text", "parts", "expected"),
    [
        ("2024-05", "year month day", [2024, 5, 1]),
        ("2024-05-31", "hour time", [0, 1717113600]),
        (" 2024-05-31 ", "day weekday", [31, 4]),
        ("2024-05-31T12:30", "hour minute second", [12, 30, 0]),
        ("2024-05-31 12:30:59.123456789", "second", 59),
        ("2024-05-31T00:30:00+02:00", "day hour time", [31, 0, 1717108200]),
        ("2024-05-31T00:30:00-0230", "hour time", [0, 1717124400]),
        ("2024-05-31T00:30:00Z", "time", 1717115400),
        ("2024-05-31 00:30 +02", "time", 1717108200),
    ],
)
def test_dates_as_iso_writes_them(text, parts, expected):
    assert parts_of(text, parts) == expected


def test_missing_dates_are_nan_in_each_part():
    found = date(np.array(["", "2024-05-31", None], object), "year month")
    np.testing.assert_array_equal(found, [[np.nan] * 2, [2024, 5], [np.nan] * 2])
    assert date(np.array([""], object), "year").shape == (1,)


@pytest.mark.parametrize(
    "text", ["today", "now", "31.5.2024", "2024-13-01", "2024-02-30", "2024", "12:30", "NaT",
             "2024-05-31T25:00", "2024-05-31T12", "20240531", "2024-05-31T12:30:00+25x"],
)  # fmt: skip
def test_what_is_no_date_is_told_with_its_row(text):
    with pytest.raises(NoDateError) as told:
        date(np.array(["2024-05-31", "", "2024-06-01", text, "2024-06-02"], object), "year")
    assert (told.value.row, told.value.text) == (3, text)


def test_numbers_are_no_dates():
    with pytest.raises(TypeError, match="takes text"):
        date(np.array([2024.0]), "year")
