"""What a plain scalar means by the core schema of YAML 1.2 (its specification, 10.3.2)."""

from __future__ import annotations

import re

Value = None | bool | int | float | str

_CONSTANTS: dict[str, Value] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{f"{sign}.{inf}": float("inf") for sign in ("", "+") for inf in ("inf", "Inf", "INF")},
    **{f"-.{inf}": float("-inf") for inf in ("inf", "Inf", "INF")},
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_OCTAL = r"0o[0-7]+"
_HEXADECIMAL = r"0x[0-9a-fA-F]+"
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NUMBER_START = frozenset("+-.0123456789")

_LONGEST_INTEGER = 40
"""Digits with leading zeros; Python refuses to convert above 4,300."""


def resolve(text: str) -> Value:
    """The value of a plain scalar.

    Raises:
        OverflowError: An integer that 64 bits can't hold, or a float that would become infinite.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _NUMBER_START:
        return text
    if text.startswith("0o") and re.fullmatch(_OCTAL, text):
        return _integer(text[2:], 8)
    if text.startswith("0x") and re.fullmatch(_HEXADECIMAL, text):
        return _integer(text[2:], 16)
    if not _DECIMAL.fullmatch(text):
        return text
    return _integer(text, 10) if text.lstrip("+-").isdigit() else _float(text)


def _integer(digits: str, base: int) -> int:
    value = int(digits, base) if len(digits) <= _LONGEST_INTEGER else None
    if value is None or not -(2**63) <= value < 2**64:
        raise OverflowError("an integer has at most 64 bits")
    return value


def _float(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise OverflowError("the largest float is about 1.8e308; infinity is written `.inf`")
    return value
