"""Lines of source on their way: what they need, indentation, and the place each came from."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from wtspec.errors import Source, Span
from wtspec.errors.visible import harmless, visible

Lines = list[str]


class Code(Struct, frozen=True):
    """Lines of source, with the names that they look up and do not define.

    Who prints a call says what it needs, since nothing reads what was printed.

    Attributes:
        needs: Of imports, such as `ops`, and of what source brings along, such as `run_in_order`.
    """

    lines: Lines
    needs: frozenset[str] = frozenset()

    def __add__(self, other: Code) -> Code:
        return Code([*self.lines, *other.lines], self.needs | other.needs)


def join(codes: Iterable[Code]) -> Code:
    """All of them, one below the other."""
    return sum(codes, Code([]))


def indented(lines: Iterable[str]) -> Lines:
    """The lines, one level deeper."""
    return [f"    {line}" if line else "" for line in lines]


def define(name: str, arguments: Iterable[str], body: Iterable[str], doc: str = "") -> Lines:
    """A function or a method."""
    told = [f'"""{doc}"""'] if doc else []
    return [f"def {name}({', '.join(arguments)}):", *indented([*told, *body])]


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
