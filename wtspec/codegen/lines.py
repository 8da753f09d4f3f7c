"""Lines of source on their way: indentation, and the place in the spec that each came from."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.errors import Source, Span

Lines = list[str]


def indented(lines: Iterable[str]) -> Lines:
    """The lines, one level deeper."""
    return [f"    {line}" if line else "" for line in lines]


def placed(text: str, span: Span, main: Source) -> str:
    """A statement with the line that it came from as a trailing comment."""
    if span.source.name == main.name:
        return f"{text}  # line {span.line}"
    name = span.source.name.replace("\\", "/").rpartition("/")[2]
    return f"{text}  # {printable(name)}:{span.line}"


def printable(text: str) -> str:
    """Text that may stand in a comment: on one line, nothing hidden in it."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def docstring(text: str | None) -> Lines:
    """A docstring; nothing where there is no text."""
    if text is None or not text.strip():
        return []
    escaped = [_escaped(line.rstrip()) for line in text.strip().split("\n")]
    if len(escaped) == 1:
        return [f'"""{escaped[0]}"""', ""]
    return [f'"""{escaped[0]}', *escaped[1:], '"""', ""]


def _escaped(line: str) -> str:
    return printable(line.replace("\\", "\\\\").replace('"', '\\"'))
