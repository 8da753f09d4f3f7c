"""The names of one layer or function while its body is followed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from wtspec.language import tree as t
from wtspec.program.declared import Layer, Pattern
from wtspec.program.dims import dots_index
from wtspec.program.shapes.polynomial import constant
from wtspec.program.shapes.values import Abstract, Argument, Entry, Shape, has_rest


@dataclass(slots=True)
class Frame:
    """What the names stand for.

    Attributes:
        layer: None for one of the file's functions.
        dims: As the inputs' patterns bind them.
        rest: The dims that the first `...` of the inputs matches, None where not known.
        names: Inputs, dims and locals, as a body sees them.
        index: Which of a repeated sublayer is made, while its arguments are evaluated.
        outermost: Whether this is the layer whose sublayers are asked about.
    """

    layer: Layer | None = None
    params: dict[str, Abstract] = field(default_factory=dict[str, Abstract])
    dims: dict[str, Abstract] = field(default_factory=dict[str, Abstract])
    rest: Shape | None = None
    names: dict[str, Abstract] = field(default_factory=dict[str, Abstract])
    wrapped: dict[str, Argument] = field(default_factory=dict[str, Argument])
    index: Abstract = None
    outermost: bool = False

    def at(self, position: int | None = None) -> Frame:
        """This frame outside of the body, where one of a repeated sublayer is made."""
        index = None if position is None else constant(position)
        return replace(self, names=self.dims, index=index)


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
