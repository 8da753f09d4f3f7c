"""What a layer's body was seen to do with its sublayers."""

from __future__ import annotations

from itertools import zip_longest

from msgspec import Struct

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.declared import Sublayer
from wtspec.shapes.algebra.polynomial import Size, number
from wtspec.shapes.algebra.shape import Shape
from wtspec.shapes.algebra.values import Block

Built = tuple[Shape | None, ...]
"""The shapes that a layer's `build` takes, one by one; None for an input that is not given."""


class OnBranch(Struct, frozen=True, eq=False):
    """What is done only where a condition holds, or where it does not."""

    test: Expression
    holds: bool


class InLoop(Struct, frozen=True, eq=False):
    """What is done a number of times, perhaps for each of a repeated sublayer."""

    count: Size
    over: Sublayer | None = None


Circumstance = OnBranch | InLoop


class Calls:
    """The calls of one sublayer.

    Attributes:
        shapes: What the first would build it with, None where that is not known.
        certain: Whether it is called at all, whatever the params are.
        positions: Which of a repeated sublayer are called, by number.
        running: Whether each of a repeated sublayer is built for the output of the one before.
    """

    __slots__ = ("certain", "positions", "running", "shapes", "whole")

    def __init__(self, shapes: Built | None, *, running: bool) -> None:
        self.shapes = shapes
        self.running = running
        self.certain = False
        self.whole = False
        self.positions: set[int] = set()


def is_certain(circumstances: list[Circumstance], sublayer: Sublayer, repeat: Size) -> bool:
    """Whether a sublayer is called in all of these circumstances, if it exists at all."""
    return all(_holds(one, sublayer, repeat) for one in circumstances)


def _holds(circumstance: Circumstance, sublayer: Sublayer, repeat: Size) -> bool:
    match circumstance:
        case InLoop(count, over):
            alike = over is sublayer or (count is not None and count == repeat)
            return alike or (number(count) or 0) > 0
        case OnBranch(Reference(_, "training"), _) | OnBranch(t.Not(Reference(_, "training")), _):
            return True
        case OnBranch(t.Compare(Reference(name, "layer"), (operator,), _), holds):
            return name == sublayer.name and holds == (operator == "is not")
        case OnBranch(test, holds):
            return holds and test == sublayer.when


def note(
    calls: dict[str, Calls],
    block: Block,
    shapes: Built | None,
    *,
    certain: bool,
    running: bool = False,
    optional: bool = False,
) -> None:
    """Notes a call; of those with different shapes only the first counts, if it is certain.

    Args:
        optional: Whether the sublayer has optional inputs: it is built for what any call gives it.
    """
    known = calls.setdefault(block.sublayer.name, Calls(shapes, running=running))
    if optional and known.shapes != shapes:
        known.shapes = shapes = _joined(known.shapes, shapes)
    if known.shapes != shapes or known.running != running:
        if not known.certain or block.sublayer.repeat is not None:
            known.shapes = None
        return
    if certain:
        known.certain = True
        known.whole |= block.whole
        known.positions |= set() if block.position is None else {block.position}


def _joined(one: Built | None, other: Built | None) -> Built | None:
    """The shapes that two calls give between them; None where they do not agree."""
    if one is None or other is None:
        return None
    pairs = list(zip_longest(one, other))
    if any(None not in pair and pair[0] != pair[1] for pair in pairs):
        return None
    return tuple(first if first is not None else second for first, second in pairs)
