"""Entries of shapes and patterns in messages, as the file has them."""

from __future__ import annotations

from wtspec.language import Expression
from wtspec.language import tree as t


def written_entry(entry: Expression) -> str:
    """An entry of a pattern as the file has it."""
    if isinstance(entry, t.Dots):
        return "..."
    return entry.span.text.strip("= \"'")


def written_pattern(entries: tuple[Expression, ...]) -> str:
    """A pattern as the file has it."""
    return f"[{', '.join(written_entry(entry) for entry in entries)}]"
