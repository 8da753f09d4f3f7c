"""Diagnostics as text for people: where, the line itself, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.errors.diagnostic import Diagnostic, Related
from wtspec.errors.render.excerpt import Excerpt, excerpt
from wtspec.errors.render.frame import CodeFrame, Style
from wtspec.errors.render.order import in_order
from wtspec.errors.render.parts import line_number, notes, one_line, position
from wtspec.errors.span import Span
from wtspec.errors.visible import columns, harmless
from wtspec.errors.wrap import wrap


def render_text(
    diagnostics: Iterable[Diagnostic], *, color: bool = False, width: int | None = None
) -> str:
    """Tells diagnostics by file, line and column, a blank line between two.

    Characters that hide or act (escapes, controls, bidi marks) are shown as escapes, long lines
    are cut round the underlined stretch; messages are broken at words where a terminal is narrow.

    Args:
        diagnostics: What was found, in any order.
        color: Whether to send ANSI colors.
        width: Columns of the terminal; None where the text goes elsewhere: then messages stay on
            one line, and excerpts get about a hundred columns.

    Returns:
        The text, without a line end after its last line; empty where nothing was found.
    """
    framed = ((found, CodeFrame(_gutter(found), color, width)) for found in in_order(diagnostics))
    told = (_tell(found, frame) for found, frame in framed)
    return "\n\n".join("\n".join(lines) for lines in told)


def _wrapped(text: str, width: int | None, later: str = "", *, first: int = 0) -> list[str]:
    """Lines none of which is a command to a CI system, though it begins with another word now."""
    return [harmless(line) for line in wrap(text, width, later, first=first)]


def _gutter(diagnostic: Diagnostic) -> int:
    spans = [related.span for related in diagnostic.related]
    spans += [diagnostic.span] if diagnostic.span else []
    return max((1, *(len(line_number(span)) for span in spans)))


def _tell(diagnostic: Diagnostic, frame: CodeFrame) -> list[str]:
    lines = _title(diagnostic, frame)
    if diagnostic.span:
        lines += [_place("-->", diagnostic.span, frame), *_reached(diagnostic.span, frame)]
        lines += _underlined(diagnostic.span, "^", diagnostic.severity, "", frame)
    for related in diagnostic.related:
        lines += _related(related, diagnostic.span, frame)
    for word, text in notes(diagnostic):
        lines += _note(word, text, frame)
    return lines


def _title(diagnostic: Diagnostic, frame: CodeFrame) -> list[str]:
    fault = f"{diagnostic.severity}[{one_line(diagnostic.code)}]"
    message = f": {one_line(diagnostic.message)}"
    first, *more = _wrapped(message, frame.width, frame.margin + " ", first=columns(fault))
    head = frame.paint(fault, diagnostic.severity) + frame.paint(first, "strong")
    return [head, *(frame.paint(line, "strong") for line in more)]


def _place(arrow: str, span: Span, frame: CodeFrame) -> str:
    return f"{frame.margin}{frame.paint(arrow, 'frame')} {position(span)}"


def _reached(span: Span, frame: CodeFrame) -> list[str]:
    steps = reversed(span.source.via)
    return [f"{frame.margin}    included from {position(step)}" for step in steps]


def _underlined(span: Span, mark: str, style: Style, label: str, frame: CodeFrame) -> list[str]:
    shown = excerpt(span, frame.room)
    if shown is None:
        return [f"{frame.margin} {frame.paint('=', 'frame')} {label}"] if label else []
    bar = frame.paint(f"{frame.margin} |", "frame")
    numbered = frame.paint(f"{line_number(span):>{frame.gutter}} |", "frame")
    beside, *below = _labeled(shown, label, frame)
    underline = frame.paint(f"{mark * shown.length} {beside}".rstrip(), style)
    return [
        bar,
        f"{numbered} {shown.text}".rstrip(),
        f"{bar} {' ' * shown.indent}{underline}",
        *(f"{bar} {frame.paint(line, style)}" for line in below),
    ]


def _labeled(shown: Excerpt, label: str, frame: CodeFrame) -> list[str]:
    """What stands right of an underline, and below it where there is no room."""
    used = shown.indent + shown.length + 1
    if frame.width is None or used + columns(label) <= frame.room:
        return [label]
    return ["", *_wrapped(label, frame.room)]


def _related(related: Related, beside: Span | None, frame: CodeFrame) -> list[str]:
    lines = [_place(":::", related.span, frame)]
    if beside is None or beside.source is not related.span.source:
        lines += _reached(related.span, frame)
    label = one_line(related.message)
    return lines + _underlined(related.span, "-", "frame", label, frame)


def _note(word: str, text: str, frame: CodeFrame) -> list[str]:
    first, *more = text.split("\n")
    sign = f"{frame.paint('=', 'frame')} {frame.paint(f'{word}:', 'strong')}"
    indent = frame.margin + " " * len(f" = {word}: ")
    start, *rest = _wrapped(first, frame.width, indent, first=len(indent))
    noted = f"{frame.margin} {sign} {start}"
    below = [one for line in more for one in _wrapped(indent + line, frame.width, indent)]
    return [noted.rstrip(), *rest, *(line.rstrip() for line in below)]
