"""How numbers are written. Free of NumPy."""

from __future__ import annotations

import re
from functools import cache

DIGITS = "[0-9]"


def number_pattern(decimal: str = ".", thousands: str = "") -> str:
    """A regular expression, for `re` and for Arrow's RE2 alike, of a whole cell that is a number.

    Groups of thousands are well formed: `1,234,567`, and not `12,34` or `0,123`. A `+` before a
    number makes it text, as pyarrow has it.
    """
    point = re.escape(decimal)
    whole = f"{DIGITS}+"
    if thousands:
        whole = f"(?:{whole}|[1-9]{DIGITS}{{0,2}}(?:{re.escape(thousands)}{DIGITS}{{3}})+)"
    fraction = f"(?:{whole}(?:{point}{DIGITS}*)?|{point}{DIGITS}+)"
    return rf"^\s*-?{fraction}(?:[eE][+-]?{DIGITS}+)?\s*$"


@cache
def compiled(decimal: str, thousands: str) -> re.Pattern[str]:
    """The same, compiled."""
    return re.compile(number_pattern(decimal, thousands))


def is_number(cell: str, decimal: str = ".", thousands: str = "") -> bool:
    """Whether a cell is a number, written so."""
    return compiled(decimal, thousands).match(cell) is not None
