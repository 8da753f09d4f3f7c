# ruff: noqa: RUF001 - the look-alikes are the point
"""Characters that people paste or carry over from elsewhere, and what is meant by them."""

from __future__ import annotations

LOOKALIKES = {
    "−": "-", "–": "-", "—": "-", "×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "≤": "<=",
    "≥": ">=", "≠": "!=", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "…": "...",
    "π": "pi", "∞": "inf", "²": "**2", "³": "**3", "√": "sqrt(…)", "Σ": "sum(…)",
    "！": "!", "（": "(", "）": ")", "，": ",", "：": ":", "!": "not",
}  # fmt: skip
"""What to write in a character's place."""

OPENERS = {"”": "“„", "“": "„", "’": "‘"}
"""Quotes that close, with those that open: a pair of them is one mistake."""

REPAIRS = {
    "\u00a0": "write a plain space",
    "?": "write `b if a else c`",
    "\\": "put round brackets round what goes over several lines",
    "$": "write the name alone",
    "`": "write the name alone",
}
"""What to do about characters that nothing takes the place of."""
