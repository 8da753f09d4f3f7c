"""What a diagnostic says besides its place, cut to a readable length and made visible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wtspec.errors.diagnostic import Diagnostic, Related
from wtspec.errors.span import Span
from wtspec.errors.visible import harmless, visible

LONGEST_PART = 800


def one_line(text: str) -> str:
    """A message or a label, to stand anywhere in a line."""
    return harmless(visible(shorten(text)))


def notes(diagnostic: Diagnostic) -> Iterator[tuple[str, str]]:
    """The words `expected`, `received` and `help`, each with its text of one or more lines."""
    told = (
        ("expected", diagnostic.expected),
        ("received", diagnostic.received),
        ("help", diagnostic.help),
    )
    for word, text in told:
        if text is not None:
            yield word, harmless(shorten(text))


def in_lines(diagnostic: Diagnostic, related: Iterable[Related]) -> Iterator[str]:
    """A message for programs that show the file themselves: no excerpt, and no place in a file.

    Args:
        diagnostic: All of it but its `related`.
        related: Those that are to be told with their places.
    """
    yield one_line(diagnostic.message)
    if diagnostic.span and not diagnostic.span.source.is_file:
        yield f"in {position(diagnostic.span)}"
    for word, text in notes(diagnostic):
        yield f"{word}: {text}"
    for one in related:
        yield harmless(f"{one_line(one.message)}: {position(one.span)}")


def position(span: Span) -> str:
    """`configs/mlp.yaml:12:15`, or a key path where there is no file."""
    return visible(str(span))


def line_number(span: Span) -> str:
    """The number of the first line, where a user can look it up."""
    return "" if span.source.path_of else str(span.line)


def shorten(text: str) -> str:
    """The text, cut where nobody would read on."""
    return text if len(text) <= LONGEST_PART else text[: LONGEST_PART - 1] + "…"
