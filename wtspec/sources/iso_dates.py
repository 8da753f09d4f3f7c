"""Dates and times as text of one form, whatever they are read from. Free of NumPy.

A date is `2024-03-01`, also where it was kept as its midnight. A moment of a day is
`2024-03-01T12:30:00`, with the fraction of a second that it has; one of a known time zone is in
UTC, `2024-03-01T11:30:00Z`.
"""

from __future__ import annotations

import datetime as dt
import re

MOMENT = (
    r"^([0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]))[T ]((?:[01][0-9]|2[0-3]):[0-5][0-9])"
    r"(:[0-5][0-9])?(\.[0-9]+)?(Z|[+-][0-9]{2}:?[0-9]{2})?$"
)
"""A date with a time, as ISO 8601 and most programs write it."""
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def iso_date(text: str) -> str | None:
    """A date, with a time or without, in the one form; None where the text is none."""
    day = text[:10]
    if not _DATE.fullmatch(day) or not (len(text) == 10 or re.fullmatch(MOMENT, text)):
        return None
    try:
        dt.date.fromisoformat(day)
    except ValueError:  # a day that no month has
        return None
    return same_moment(text)


def same_moment(text: str) -> str:
    """A date with a time in the one form; any other text as it is."""
    found = re.fullmatch(MOMENT, text)
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
        local = dt.datetime.fromisoformat(f"{day}T{minute}{second or ':00'}{zone}")
        moved = local.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M :%S")
    except (ValueError, OverflowError):  # a day that no month has
        return day, minute, second, zone
    day, minute, second = moved.split(" ")
    return day.zfill(10), minute, second, "Z"
