"""What a terminal or a CI log may be sent: text whose every character can be seen.

A file's keys, values and name may hold escape sequences, marks that reverse the reading
direction, or commands to a CI system; all of these are shown, never sent.
"""

from __future__ import annotations

import re
import unicodedata

_NAMED = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}
_HIDDEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
_COMBINING = {"Mn", "Me"}
_CI_COMMAND = re.compile(r"#(?<=##)(?=\[|vso\[)")


def visible(text: str) -> str:
    """The text with each character that hides or acts written as an escape, such as `\\x1b`."""
    return "".join(cells(text))


def cells(text: str) -> list[str]:
    """How each character of `text` is shown.

    Args:
        text: Any text, without trust in it.

    Returns:
        A string for each character: itself, or its escape.
    """
    shown = [_cell(character) for character in text]
    for command in _CI_COMMAND.finditer(text):
        shown[command.start()] = _escape("#")
    return shown


def columns(shown: str) -> int:
    """How many columns of a terminal a shown text takes; East Asian wide characters take two."""
    return sum(_columns(character) for character in shown)


def _cell(character: str) -> str:
    if character == " " or unicodedata.category(character) not in _HIDDEN:
        return character
    return _NAMED.get(character) or _escape(character)


def _escape(character: str) -> str:
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _columns(character: str) -> int:
    if unicodedata.category(character) in _COMBINING:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
