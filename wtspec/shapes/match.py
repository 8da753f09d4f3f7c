"""Matches a declared pattern with a shape."""

from __future__ import annotations

from wtspec.language import tree as t
from wtspec.program.declared import Pattern
from wtspec.program.dims import dots_index
from wtspec.shapes.algebra.shape import Entry, Shape, has_rest


def match(
    pattern: Pattern, shape: Shape | None
) -> tuple[list[tuple[t.Expression, Entry]], Shape | None]:
    """Each entry of a pattern with its size in a shape, and what the `...` matches."""
    dots = dots_index(pattern)
    entries = pattern.entries
    if shape is None:
        return [(e, None) for e in entries if not isinstance(e, t.Dots)], None
    if dots is None:
        return _matched(entries, shape), None
    behind = len(entries) - dots - 1
    if len(shape) < dots + behind:
        return [(e, None) for e in entries if not isinstance(e, t.Dots)], None
    stop = len(shape) - behind
    front, middle, back = shape[:dots], shape[dots:stop], shape[stop:]
    rest = None if has_rest(front) or has_rest(back) else middle
    pairs = [*_matched(entries[:dots], front), *_matched(entries[dots + 1 :], back)]
    return pairs, rest


def _matched(entries: tuple[t.Expression, ...], shape: Shape) -> list[tuple[t.Expression, Entry]]:
    if has_rest(shape) or len(shape) != len(entries):
        return [(entry, None) for entry in entries]
    return list(zip(entries, shape, strict=True))
