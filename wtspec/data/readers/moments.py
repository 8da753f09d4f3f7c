"""Dates and times as text of one form, whatever they are read from.

A date is `2024-03-01`, also where it was kept as its midnight. A moment of a day is
`2024-03-01T12:30:00`, with the fraction of a second that it has; one of a known time zone is in
UTC, `2024-03-01T11:30:00Z`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import numpy as np

MOMENT = (
    r"^([0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]))[T ]((?:[01][0-9]|2[0-3]):[0-5][0-9])"
    r"(:[0-5][0-9])?(\.[0-9]+)?(Z|[+-][0-9]{2}:?[0-9]{2})?$"
)
"""A date with a time, as ISO 8601 and most programs write it."""


def moment_texts(moments: np.ndarray) -> np.ndarray:
    """Text objects of an array of `datetime64` of any unit, `""` where one is missing."""
    unit = np.datetime_data(moments.dtype)[0]
    known = {"Y": "D", "M": "D", "W": "D", "h": "s", "m": "s", "generic": "s"}
    unique, at = np.unique(moments, return_inverse=True)
    cells = np.datetime_as_string(unique.astype(f"datetime64[{known.get(unit, unit)}]"))
    texts = ["" if cell == "NaT" else same_moment(cell) for cell in cells.tolist()]
    return np.array(texts, object)[at].reshape(moments.shape)


def same_moment(text: str) -> str:
    """A date with a time in the one form; any other text as it is."""
    found = re.match(MOMENT, text)
    if found is None:
        return text
    day, minute, second, fraction, zone = found.groups(default="")
    if zone not in ("", "Z"):
        day, minute, second, zone = _in_utc(day, minute, second, zone)
    fraction = fraction.rstrip("0").rstrip(".")
    time = minute + (second or ":00") + fraction
    return day if time == "00:00:00" and not zone else f"{day}T{time}{zone}"


def _in_utc(day: str, minute: str, second: str, zone: str) -> tuple[str, str, str, str]:
    try:
        local = datetime.fromisoformat(f"{day}T{minute}{second or ':00'}{zone}")
        moved = local.astimezone(UTC).strftime("%Y-%m-%d %H:%M :%S")
    except (ValueError, OverflowError):  # a day that no month has
        return day, minute, second, zone
    day, minute, second = moved.split(" ")
    return day.zfill(10), minute, second, "Z"
