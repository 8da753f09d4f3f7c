"""How dates are written. Free of NumPy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

DATE = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?"
ZONE = r"(?:Z|[+-][0-9]{2}:?[0-9]{2})"
ISO_DATE = rf"^{DATE}(?:[T ]{TIME}{ZONE}?)?$"
"""A regular expression, for `re` and for Arrow's RE2 alike, of a date as ISO 8601 writes it."""

DIRECTIVES = "dmyYbBHMSIpjeTFDR%"
"""The letters that a form of dates may have after `%`, as `strptime` knows them."""
DATE_FORMS = (
    *("%d.%m.%Y", "%d.%m.%y", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y", "%Y/%m/%d"),
    *("%d-%m-%Y", "%m-%d-%Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%d %B %Y"),
    *("%B %d, %Y", "%Y.%m.%d"),
)
"""Those that are looked for in a file."""
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")

_MOST_CELLS = 500

_ISO = re.compile(ISO_DATE)
_OTHER = re.compile(
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
    r"|\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4}|[A-Za-z]{3,9} \d{1,2}, \d{4})"
    r"(?: \d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?)?"
)


def is_date(cell: str) -> bool:
    """Whether a cell looks like a date, in ISO's form or another."""
    return bool(_ISO.match(cell) or _OTHER.fullmatch(cell))


def is_iso_date(cell: str) -> bool:
    """Whether a cell is a date as ISO 8601 writes it."""
    return _ISO.match(cell) is not None


def date_form(cells: Sequence[str]) -> str | None:
    """The one form that all cells are dates in; None where none is, or several are."""
    if not cells or not all(map(_OTHER.fullmatch, cells)):
        return None
    forms = [day + time for time in _TIMES for day in DATE_FORMS if _fits(cells[0], day + time)]
    for cell in cells[:: max(1, len(cells) // _MOST_CELLS)]:
        forms = [form for form in forms if _fits(cell, form)]
    return forms[0] if len({*forms}) == 1 else None


def _fits(cell: str, form: str) -> bool:
    try:
        datetime.strptime(cell, form)  # noqa: DTZ007 - only whether it can be read
    except ValueError:
        return False
    return "%Y" not in form or re.search(r"[0-9]{4}", cell) is not None
