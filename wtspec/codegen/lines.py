"""Lines of source on their way: indentation, and the place in the spec that each came from."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.errors import Source, Span
from wtspec.errors.visible import harmless, visible

Lines = list[str]


def indented(lines: Iterable[str]) -> Lines:
    """The lines, one level deeper."""
    return [f"    {line}" if line else "" for line in lines]


def placed(text: str, span: Span, main: Source) -> str:
    """A statement with the line that it came from as a trailing comment."""
    if span.source.name == main.name:
        return f"{text}  # line {span.line}"
    name = span.source.name
    if span.source.is_file:
        name = name.replace("\\", "/").rpartition("/")[2]
    return f"{text}  # {visible(name)}:{span.line}"


def docstring(text: str | None) -> Lines:
    """A docstring; nothing where there is no text."""
    if text is None or not text.strip():
        return []
    stripped = "\n".join(line.rstrip() for line in text.strip().split("\n"))
    escaped = harmless(stripped.replace("\\", "\\\\").replace('"', '\\"')).split("\n")
    if len(escaped) == 1:
        return [f'"""{escaped[0]}"""', ""]
    return [f'"""{escaped[0]}', *escaped[1:], '"""', ""]
