"""What a text was meant to be where a number, a truth value or nothing belongs."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from wtspec.document.scalars import resolve

_TRUTHS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
_NOTHING = frozenset({"none", "nil", "nan", "undefined"})
_DASHES = dict.fromkeys(map(ord, "\u2012\u2013\u2014\u2212"), "-")
_REPAIRS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"(\d+(?:\.\d*)?)e_(\d+)", lambda match: f"{match[1]}e-{match[2]}"),
    (r"\d+(?:_\d+)+(?:\.\d+)?", lambda match: match[0].replace("_", "")),
    (r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", lambda match: match[0].replace(",", "")),
    (r"(\d*),(\d+)", lambda match: f"{match[1] or 0}.{match[2]}"),
    (r"(\d+(?:\.\d*)?) ?%", lambda match: f"{float(match[1]) / 100:g}"),
    (r"10(?:\^|\*\*)\(?(-?\d{1,3})\)?", lambda match: f"1e{match[1]}"),
    (r"(\d+(?:\.\d*)?) ?[*x\u00d7] ?10(?:\^|\*\*)\(?(-?\d{1,3})\)?",
     lambda match: f"{match[1]}e{match[2]}"),
    (r"(\d{1,9})[kK]", lambda match: f"{match[1]}000"),
    (r"(-?(?:\.\d+|\d+(?:\.\d*)?)(?:e-?\d+)?) ?[a-zA-Z]+", lambda match: match[1]),
)  # fmt: skip
"""Ways to write numbers that YAML does not know, with what is meant."""


def meant_scalar(text: str, wanted: Collection[str]) -> str | None:
    """What to write for a text, or None where that is not clear.

    Args:
        text: The text, quotes removed.
        wanted: What may stand there, of `int`, `float`, `bool` and `null`.
    """
    word = text.strip().lower()
    if "bool" in wanted and word in ("true", "false", *_TRUTHS):
        return _TRUTHS.get(word, word)
    if "null" in wanted and word in (*_NOTHING, "null"):
        return "null"
    for candidate in _numbers(text.strip().translate(_DASHES)):
        value = _number(candidate)
        if value is not None and "float" in wanted:
            return candidate
        if value is not None and "int" in wanted and value.is_integer():
            return str(int(value))
    return None


def _numbers(text: str) -> Iterator[str]:
    yield text
    if len(text) > 40:
        return
    for pattern, repair in _REPAIRS:
        if match := re.fullmatch(pattern, text):
            yield repair(match)


def _number(text: str) -> float | None:
    try:
        value = resolve(text) if text else None
    except OverflowError:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if abs(value) < 2**63 else None
