"""What a terminal or a CI log may be sent: text whose every character can be seen.

A file's keys, values and name may hold escape sequences, marks that reverse the reading
direction, or commands to a CI system; all of these are shown, never sent.
"""

from __future__ import annotations

_NAMED = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}
_HIDDEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
_COMBINING = {"Mn", "Me"}
_JAMO = frozenset(map(chr, range(0x1160, 0x1200)))
"""Vowels and final consonants of Korean syllables, which stand in the columns of the first ones."""

_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
"""Letters and marks that show nothing; some CI systems pass over them where they look for `::`."""

_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
"""Marks that choose between forms of the letter before them, and show nothing either."""


def visible(text: str) -> str:
    """The text on one line, what hides or acts in it written as an escape, such as `\\x1b`."""
    if text.isascii() and text.isprintable() and "##" not in text:
        return text
    return "".join(cells(text))


def harmless(text: str) -> str:
    """A text of several lines, each visible, none of which a CI system reads as a command."""
    return "\n".join([_no_command(visible(line)) for line in text.split("\n")])


def cells(text: str) -> list[str]:
    """How each character of `text` is shown.

    Args:
        text: Any text, without trust in it.

    Returns:
        A string for each character: itself, or its escape.
    """
    from unicodedata import category

    shown = [_cell(character, category(character)) for character in text]
    if "##" in text:
        import re

        for command in re.finditer(r"#(?=#[A-Za-z]*\[)", text):  # `##[error]`, `##vso[…]`
            shown[command.start()] = _escape("#")
    return shown


def columns(shown: str) -> int:
    """How many columns of a terminal a shown text takes; East Asian wide characters take two."""
    if shown.isascii():
        return len(shown)
    from unicodedata import category, east_asian_width

    wide = sum(east_asian_width(character) in "WF" for character in shown)
    none = sum(category(character) in _COMBINING or character in _JAMO for character in shown)
    return len(shown) + wide - none


def _no_command(line: str) -> str:
    """A line such that GitHub does not read it as a command (`::error …`)."""
    bare = line.lstrip(" ")
    if not bare.startswith("::"):
        return line
    return line[: len(line) - len(bare)] + _escape(":") + bare[1:]


def _cell(character: str, category: str) -> str:
    if character == " " or (category not in _HIDDEN and not _is_blank(character)):
        return character
    return _NAMED.get(character) or _escape(character)


def _is_blank(character: str) -> bool:
    return character in _BLANK or any(ord(character) in codes for codes in _SELECTORS)


def _escape(character: str) -> str:
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
