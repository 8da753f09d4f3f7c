"""From bytes to text: UTF-8 and nothing else, without characters that hide or break lines."""

from __future__ import annotations

import codecs
import re

from wtspec.document.input import YamlInput
from wtspec.errors import Diagnostic, Source, Span, SpecError

MAX_BYTES = 1_048_576

_REFUSED_ASCII = "[^\t\n\x20-\x7e]"
_REFUSED = "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
"""What YAML 1.2 calls not printable, its odd line ends, and a byte order mark past the start.

Compiling it takes some milliseconds, which a file in ASCII does without.
"""

_OTHER_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def decode(data: bytes, name: str, via: tuple[Span, ...] = ()) -> YamlInput:
    """The text of a file.

    Raises:
        SpecError: `file-too-large`, `not-utf8`, `control-character`.
    """
    at = via[-1] if via else None
    check_size(len(data), name, at)
    for mark, encoding in _OTHER_MARKS:
        if data.startswith(mark):
            raise SpecError(_not_utf8(f"`{name}` is encoded as {encoding}", at))
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SpecError(_undecodable(data, error.start, name, via)) from None
    return to_input(text, name, via)


def to_input(
    text: str, name: str, via: tuple[Span, ...] = (), *, is_file: bool = True
) -> YamlInput:
    """The text with its line ends as `\\n`, after a look at its characters.

    Raises:
        SpecError: `control-character`.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    decoded = YamlInput(text, Source(name, text, via, is_file=is_file))
    check_characters(decoded)
    return decoded


def check_size(size: int, name: str, at: Span | None = None) -> None:
    """Raises `SpecError` (`file-too-large`) above 1 MiB."""
    if size > MAX_BYTES:
        raise SpecError(
            Diagnostic(
                "file-too-large", f"`{name}` is larger than 1 MiB", at, expected="at most 1 MiB"
            )
        )


def check_characters(text: YamlInput) -> None:
    """Raises `SpecError` (`control-character`) for the first character that is refused."""
    is_ascii = text.text.isascii()
    if is_ascii and text.text.replace("\n", "").replace("\t", "").isprintable():
        return
    match = re.search(_REFUSED_ASCII if is_ascii else _REFUSED, text.text)
    if match is None:
        return
    code = f"U+{ord(match[0]):04X}"
    raise SpecError(
        Diagnostic(
            "control-character",
            f"the control character {code} stands in the text",
            text.span(text.point_at(match.start())),
            help=f'remove it, or write it as an escape: `"{_escape(match[0])}"`',
        )
    )


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _undecodable(data: bytes, start: int, name: str, via: tuple[Span, ...]) -> Diagnostic:
    shown = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    before = data[:start].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    span = Span(Source(name, shown, via), line, column, line, column + 1)
    return _not_utf8(f"the byte 0x{data[start]:02x} is no UTF-8", span)


def _not_utf8(message: str, span: Span | None) -> Diagnostic:
    return Diagnostic("not-utf8", message, span, expected="UTF-8", help="save the file as UTF-8")
