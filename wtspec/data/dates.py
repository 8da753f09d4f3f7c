"""Numbers of dates."""

# pyright: reportAttributeAccessIssue=false
# pyarrow makes the functions of `compute` when it is imported.

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_ISO_DATE = (
    r"^(?P<day>\d{4}-\d{2}(?:-\d{2})?)"
    r"(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)"
    r"\s?(?P<zone>[Zz]|[+-]\d{2}(?::?\d{2})?)?)?$"
)


class NoDateError(ValueError):
    """A text is no ISO date.

    Attributes:
        text: Its first letters.
        row: Its place among the texts, from 0.
    """

    def __init__(self, text: str, row: int) -> None:
        super().__init__(f"{text[:40]!r} is no ISO date such as 2024-05-31")
        self.text, self.row = text[:40], row


def date(x: np.ndarray, parts: str) -> np.ndarray:
    """The numbers that parts of ISO dates are, missing ones NaN.

    Args:
        x: Text such as `2024-05-31`, `2024-05` or `2024-05-31T12:30:00+02:00`.
        parts: `year`, `month`, `day`, `weekday` (Monday is 0), `dayofyear`, `hour`, `minute`,
            `second`, as the text has them, or `time`, the seconds since 1970 in UTC. Several give
            a last axis.

    Raises:
        NoDateError: A text is no ISO date.
    """
    x = np.asarray(x)
    if x.dtype.kind not in "OU":
        raise TypeError("`date` takes text, and received numbers")
    written, offsets = _read_dates(x.reshape(-1))
    missing = np.isnat(written)
    columns: list[np.ndarray] = []
    for part in parts.split():
        at = written - offsets if part == "time" else written
        numbers = np.where(missing, np.nan, _PART_OF[part](at))
        columns.append(numbers.reshape(x.shape))
    return columns[0] if len(columns) == 1 else np.stack(columns, axis=-1)


def moments(x: np.ndarray) -> np.ndarray:
    """The moments that ISO dates name, in UTC, to the microsecond; NaT where one is missing.

    Raises:
        NoDateError: A text is no ISO date.
    """
    written, offsets = _read_dates(x.reshape(-1))
    return (written - offsets).reshape(x.shape)


def _count(at: np.ndarray, unit: str) -> np.ndarray:
    """How many of a unit lie between 1970 and moments."""
    return at.astype(f"datetime64[{unit}]").astype("int64")


def _days_since(at: np.ndarray, unit: str) -> np.ndarray:
    """How many days of their month, or year, lie before moments."""
    days = at.astype("datetime64[D]")
    return (days - days.astype(f"datetime64[{unit}]")).astype("int64")


_PART_OF = {
    "year": lambda at: _count(at, "Y") + 1970,
    "month": lambda at: _count(at, "M") % 12 + 1,
    "day": lambda at: _days_since(at, "M") + 1,
    "weekday": lambda at: (_count(at, "D") + 3) % 7,  # 1970 began on a Thursday
    "dayofyear": lambda at: _days_since(at, "Y") + 1,
    "hour": lambda at: _count(at, "h") % 24,
    "minute": lambda at: _count(at, "m") % 60,
    "second": lambda at: _count(at, "s") % 60,
    "time": lambda at: _count(at, "us") / 1e6,
}
"""What each part is, of moments to the microsecond."""


def _read_dates(texts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Moments as they are written, NaT where there is none, and how long they are before UTC."""
    array = pc.utf8_trim_whitespace(pa.array(texts, pa.large_string()).fill_null(""))
    found = pc.extract_regex(array, _ISO_DATE)
    wrong = pc.and_(found.is_null(), pc.not_equal(array, ""))
    if pc.any(wrong).as_py():
        _refuse(array, pc.index(wrong, value=True).as_py())
    day, time, zone = (pc.struct_field(found, name) for name in ("day", "time", "zone"))
    day = pc.replace_substring_regex(day, r"^(\d{4}-\d{2})$", r"\1-01")
    clock = pc.replace_substring_regex(time, r"(\.\d{6})\d+$", r"\1")
    clock = pc.replace_substring_regex(clock, "^$", "00:00")
    whole = pc.binary_join_element_wise(day, clock, pa.scalar(" ", day.type))
    return _as_moments(whole, array), _offsets(zone)


def _as_moments(whole: pa.Array, written: pa.Array) -> np.ndarray:
    try:
        return whole.cast(pa.timestamp("us")).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:  # a month 13, or a 30th of February
        _refuse(written, _first_wrong(whole))
        raise


def _first_wrong(whole: pa.Array) -> int:
    """The first text that is no moment, where there is one, by halves."""
    low, high = 0, len(whole)
    while high - low > 1:
        middle = (low + high) // 2
        try:
            whole[low:middle].cast(pa.timestamp("us"))
            low = middle
        except pa.ArrowInvalid:
            high = middle
    return low


def _offsets(zone: pa.Array) -> np.ndarray:
    """How long a zone's clocks are before UTC."""
    plain = pc.replace_substring_regex(zone.fill_null(""), "^[Zz]?$", "+00")
    plain = pc.replace_substring_regex(plain, r"^(...)$", r"\100")  # the minutes
    digits = pc.utf8_slice_codeunits(pc.replace_substring(plain, ":", ""), 1)
    hours, minutes = np.divmod(digits.cast(pa.int64()).to_numpy(), 100)
    sign = np.where(pc.starts_with(plain, "-").to_numpy(zero_copy_only=False), -1, 1)
    return (sign * (hours * 60 + minutes)).astype("timedelta64[m]")


def _refuse(written: pa.Array, row: int) -> None:
    raise NoDateError(written[row].as_py(), row)
