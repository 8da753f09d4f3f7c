"""Dates in other forms than ISO's. Free of NumPy."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import cache

from wtspec.sources.iso_dates import iso_date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_PARTS = {
    "d": "[0-9]{1,2}", "m": "[0-9]{1,2}", "Y": "[0-9]{4}", "y": "[0-9]{2}",
    "b": "[A-Za-z]{3}", "B": "[A-Za-z]{3,9}",
    "H": "[0-9]{1,2}", "I": "[0-9]{1,2}", "M": "[0-9]{1,2}", "S": "[0-9]{1,2}",
    "p": "[AaPp][Mm]",
}  # fmt: skip
"""What stands for the letter after a `%`, as `strptime` knows it."""

DATE_FORMS = (
    *("%d.%m.%Y", "%d.%m.%y", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y", "%Y/%m/%d"),
    *("%d-%m-%Y", "%m-%d-%Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%d %B %Y"),
    *("%B %d, %Y", "%Y.%m.%d"),
)
"""Those that are looked for in a file."""
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
_MOST_CELLS = 500

_OTHER = re.compile(
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
    r"|\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4}|[A-Za-z]{3,9} \d{1,2}, \d{4})"
    r"(?: \d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?)?"
)


@cache
def form_pattern(form: str) -> str:
    """A regular expression, for `re` and for Arrow's RE2 alike, with a group for each part.

    Raises:
        ValueError: The form has an unknown part, one twice, or none for day, month or year.
    """
    pattern, seen = "", ""
    for piece in re.split(r"(%.?)", form):
        if not piece.startswith("%"):
            pattern += re.escape(piece)
        elif piece[1:] not in _PARTS:
            raise ValueError(f"`{piece}` is no part of a date")
        elif piece[1] in seen:
            raise ValueError(f"`{piece}` is there twice")
        else:
            seen += piece[1]
            pattern += f"(?P<{piece[1]}>{_PARTS[piece[1]]})"
    for part, letters in {"day": "d", "month": "mbB", "year": "Yy"}.items():
        if len(set(letters) & set(seen)) != 1:
            raise ValueError(f"a date has one {part}, `%{letters[0]}`")
    if ("I" in seen) != ("p" in seen) or {"I", "H"} <= set(seen):
        raise ValueError("hours are `%H`, or `%I` with `%p`")
    if set(seen) & set("MS") and not set(seen) & set("HI"):
        raise ValueError("a time has its hour, `%H`")
    return rf"^\s*{pattern}\s*$"


def is_date(cell: str) -> bool:
    """Whether a cell looks like a date, in ISO's form or another."""
    return bool(iso_date(cell) or _OTHER.fullmatch(cell))


def date_form(cells: Sequence[str]) -> str | None:
    """The one form that all cells are dates in; None where none is, or several are."""
    if not cells or not all(map(_OTHER.fullmatch, cells)):
        return None
    forms = [day + time for time in _TIMES for day in DATE_FORMS if _fits(cells[0], day + time)]
    for cell in cells[:: max(1, len(cells) // _MOST_CELLS)]:
        forms = [form for form in forms if _fits(cell, form)]
    return forms[0] if len({*forms}) == 1 else None


def _fits(cell: str, form: str) -> bool:
    return read_date(cell, form) is not None


def read_date(cell: str, form: str) -> str | None:
    """A date of some form as ISO 8601 writes it; None where the cell is none."""
    found = re.match(form_pattern(form), cell)
    if found is None:
        return None
    parts = found.groupdict()
    try:
        moment = dt.datetime(  # noqa: DTZ001 - a file says no zone
            _year(parts),
            _month(parts),
            int(parts["d"]),
            _hour(parts),
            int(parts.get("M", 0)),
            int(parts.get("S", 0)),
        )
    except ValueError:
        return None
    return moment.isoformat() if "%H" in form or "%I" in form else moment.date().isoformat()


def _year(parts: Mapping[str, str]) -> int:
    """Two digits stand for 1969 to 2068, as in `strptime`."""
    if "Y" in parts:
        return int(parts["Y"])
    year = int(parts["y"])
    return year + (1900 if year > 68 else 2000)


def _month(parts: Mapping[str, str]) -> int:
    if "m" in parts:
        return int(parts["m"])
    name = (parts.get("b") or parts["B"]).lower()
    return MONTHS.index(name[:3]) + 1 if name in (_NAMES if "B" in parts else MONTHS) else 0


def _hour(parts: Mapping[str, str]) -> int:
    if "p" not in parts:
        return int(parts.get("H", 0))
    hour = int(parts["I"])
    return hour % 12 + 12 * (parts["p"].lower() == "pm") if 1 <= hour <= 12 else 24
