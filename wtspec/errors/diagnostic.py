"""What can be said about a spec: a diagnostic is a value, rendering it is another matter."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from wtspec.errors.span import Span


class Related(Struct, frozen=True):
    """Another place that takes part in a fault: the other end of a clash, the base of a value."""

    message: str
    span: Span


def related_to(message: str, span: Span | None) -> tuple[Related, ...]:
    """Another place, if it is known, as the only one."""
    return (Related(message, span),) if span is not None else ()


class Diagnostic(Struct, frozen=True):
    """One fault of a spec.

    Attributes:
        code: Kebab-case; names the fault, never the cure.
        message: Stands alone in one line; no full stop.
        span: Where; `None` only where no text is at hand, as for a missing file.
        expected: What would have been right there.
        received: What stood there.
        help: The nearest right thing.
        related: Other places that take part.
        severity: A lint is a warning.
    """

    code: str
    message: str
    span: Span | None = None
    expected: str | None = None
    received: str | None = None
    help: str | None = None
    related: tuple[Related, ...] = ()
    severity: Literal["error", "warning"] = "error"


def on_one_line(diagnostic: Diagnostic) -> Diagnostic:
    """The same with messages of one line each, even where a name in them has several."""
    if not any("\n" in one.message for one in (diagnostic, *diagnostic.related)):
        return diagnostic
    related = tuple(replace(one, message=_joined(one.message)) for one in diagnostic.related)
    return replace(diagnostic, message=_joined(diagnostic.message), related=related)


def _joined(text: str) -> str:
    return text.replace("\n", "\\n")
