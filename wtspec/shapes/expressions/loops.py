"""Follows loops and comprehensions, round by round where the rounds are known."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from wtspec.language import tree as t
from wtspec.program.declared import Sublayer
from wtspec.shapes.algebra.polynomial import Size, multiply, number
from wtspec.shapes.algebra.shape import Rest
from wtspec.shapes.algebra.values import (
    Abstract,
    Block,
    Blocks,
    Copies,
    Frame,
    Several,
    Tensor,
    size_of,
)
from wtspec.shapes.expressions.static_calls import MOST_ROUNDS
from wtspec.shapes.inference import Inference
from wtspec.shapes.locals import assign, join_names
from wtspec.shapes.misfit import MisfitError
from wtspec.shapes.recorded import InLoop


class Rounds(Struct, frozen=True):
    """The rounds of a loop.

    Attributes:
        items: Those that are known one by one, None where each is alike.
        item: What the loop's variable is in each.
        over: The repeated sublayer that it runs through, all of it.
    """

    items: tuple[Abstract | Rest, ...] | None
    item: Abstract = None
    count: Size = None
    over: Sublayer | None = None

    @property
    def known(self) -> int:
        """How many there are; one where that is not known."""
        count = number(self.count) if self.items is None else len(self.items)
        return 1 if count is None else max(count, 0)


def follow_loop(run: Inference, frame: Frame, clause: t.For, once: Callable[[], object]) -> None:
    """Follows a loop; what its rounds make different is unknown after it.

    Args:
        once: Follows the loop's body.
    """
    run.forks += 1
    rounds = _rounds(run, frame, clause)
    try:
        with run.within(rounds.known):
            _follow_rounds(run, frame, clause, once, rounds)
    except MisfitError as misfit:
        run.note(frame, clause.iterable, misfit, whole=True)


def _follow_rounds(
    run: Inference, frame: Frame, clause: t.For, once: Callable[[], object], rounds: Rounds
) -> None:
    if rounds.items is not None:
        for item in rounds.items:
            assign(frame, clause.targets, None if isinstance(item, Rest) else item)
            once()
        return
    with run.under(InLoop(rounds.count, rounds.over)):
        with run.silently(run.checks):
            settled = _settle(frame, rounds.item, clause, once)
        if run.checks:
            assign(frame, clause.targets, rounds.item)
            once()
            frame.names = settled


def _settle(
    frame: Frame, item: Abstract, clause: t.For, once: Callable[[], object]
) -> dict[str, Abstract]:
    """Follows a loop until its names hold what they may hold in any round."""
    while True:
        before = dict(frame.names)
        assign(frame, clause.targets, item)
        once()
        frame.names = join_names(before, frame.names)
        if all(frame.names[name] == value for name, value in before.items()):
            return dict(frame.names)


def comprehend(run: Inference, frame: Frame, node: t.Comprehension) -> Abstract:
    """The list that a comprehension makes."""
    run.forks += 1
    outer = dict(frame.names)
    listed = _comprehend(run, frame, node, node.clauses)
    frame.names = outer
    return listed


def _comprehend(
    run: Inference, frame: Frame, node: t.Comprehension, clauses: tuple[t.For, ...]
) -> Abstract:
    if not clauses:
        return Several((run.evaluate(frame, node.element),))
    clause, *others = clauses
    rounds = _rounds(run, frame, clause)
    with run.within(rounds.known):
        return _comprehend_rounds(run, frame, node, rounds, clause, others)


def _comprehend_rounds(
    run: Inference,
    frame: Frame,
    node: t.Comprehension,
    rounds: Rounds,
    clause: t.For,
    others: list[t.For],
) -> Abstract:
    if rounds.items is not None:
        items: list[Abstract | Rest] = []
        for item in rounds.items:
            assign(frame, clause.targets, None if isinstance(item, Rest) else item)
            several = _comprehend(run, frame, node, tuple(others))
            if not isinstance(several, Several):
                return None
            items += several.items
        return Several(tuple(items))
    with run.under(InLoop(rounds.count, rounds.over)):
        assign(frame, clause.targets, rounds.item)
        inner = _comprehend(run, frame, node, tuple(others))
    match inner:
        case Several((item,)) if not isinstance(item, Rest):
            return Copies(item, rounds.count)
        case Copies(item, count):
            return Copies(item, multiply(count, rounds.count))
        case _:
            return None


def _rounds(run: Inference, frame: Frame, clause: t.For) -> Rounds:
    value = run.evaluate(frame, clause.iterable)
    match value:
        case Several(items) if len(items) <= MOST_ROUNDS and not any(
            isinstance(item, Rest) for item in items
        ):
            return Rounds(items)
        case Copies(item, count):
            return Rounds(None, item, count)
        case Blocks(owner, sublayer, whole):
            repeat = sublayer.repeat
            count = size_of(run.evaluate(owner.at(), repeat)) if repeat is not None else None
            block = Block(owner, sublayer, whole=whole)
            return Rounds(None, block, count if whole else None, sublayer if whole else None)
        case Tensor(shape) if shape and not isinstance(shape[0], Rest):
            return Rounds(None, Tensor(shape[1:]), shape[0])
        case _:
            return Rounds(None)
