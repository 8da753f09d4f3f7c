"""Diagnostics as workflow commands, which GitHub makes annotations of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from wtspec.errors.diagnostic import Diagnostic
from wtspec.errors.render.address import address
from wtspec.errors.render.order import in_order
from wtspec.errors.render.parts import in_lines, position
from wtspec.errors.span import Span
from wtspec.errors.visible import visible

_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def render_github(diagnostics: Iterable[Diagnostic], top: Path) -> str:
    """Tells each diagnostic in one line, by file, line and column.

    Args:
        diagnostics: What was found, in any order.
        top: The repository's top folder, which GitHub counts paths from.

    Returns:
        The text, without a line end after its last line; empty where nothing was found.
    """
    return "\n".join(_command(found, top) for found in in_order(diagnostics))


def _command(diagnostic: Diagnostic, top: Path) -> str:
    properties = {**_place(diagnostic.span, top), "title": f"wtspec: {visible(diagnostic.code)}"}
    listed = ",".join(f"{key}={_escaped(value, _PROPERTY)}" for key, value in properties.items())
    message = _escaped("\n".join(_message(diagnostic)), _DATA)
    return f"::{diagnostic.severity} {listed}::{message}"


def _place(span: Span | None, top: Path) -> dict[str, str]:
    if span is None or not span.source.is_file:
        return {}
    lines = {"line": str(span.line), "endLine": str(span.end_line)}
    columns = {"col": str(span.column), "endColumn": str(span.end_column)}
    is_short = span.line == span.end_line  # GitHub takes columns within one line only
    return {
        "file": visible(address(span.source.name, top)),
        **lines,
        **(columns if is_short else {}),
    }


def _message(diagnostic: Diagnostic) -> Iterator[str]:
    yield from in_lines(diagnostic, diagnostic.related)
    for step in reversed(diagnostic.span.source.via if diagnostic.span else ()):
        yield f"included from {position(step)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)
