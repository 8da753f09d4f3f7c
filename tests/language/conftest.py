"""Texts that know where they stand."""

from collections.abc import Callable

import pytest

from wtspec.errors import Source, Span
from wtspec.language import Locate


def _locate_in(text: str) -> Locate:
    source = Source("formula", text)

    def locate(start: int, end: int) -> Span:
        assert 0 <= start <= end <= max(len(text), 1)
        return Span(source, *_place(text, start), *_place(text, end))

    return locate


def _place(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


@pytest.fixture(scope="session")
def locate_in() -> Callable[[str], Locate]:
    """Gives the `locate` of a text that stands alone in its file."""
    return _locate_in


@pytest.fixture(scope="session")
def parsing():
    """Parses a text with one of the parse functions."""
    return lambda parse, text: parse(text, _locate_in(text))


@pytest.fixture(scope="session")
def marked():
    """Gives the text that a span covers, for spans within one line."""

    def cut(span: Span) -> str:
        assert span.line == span.end_line
        return span.source.lines[span.line - 1][span.column - 1 : span.end_column - 1]

    return cut
