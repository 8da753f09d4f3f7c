"""Follows the statements of a body."""

from __future__ import annotations

from msgspec import Struct

from wtspec.language import Body
from wtspec.language import tree as t
from wtspec.shapes.algebra.broadcast import join
from wtspec.shapes.algebra.shape import Rest
from wtspec.shapes.algebra.values import Abstract, Copies, Frame, Several, Tensor, shape_of
from wtspec.shapes.evaluate import evaluate, truth
from wtspec.shapes.recorded import Branch
from wtspec.shapes.run import Run


class Returned(Struct, frozen=True):
    """What a body returns."""

    value: Abstract


Outcome = Returned | None
"""None where a block runs to its end."""


def follow(run: Run, frame: Frame, body: Body) -> Abstract:
    """What a body returns."""
    outcome = follow_block(run, frame, body.statements)
    return outcome.value if outcome is not None else None


def follow_block(run: Run, frame: Frame, block: tuple[t.Statement, ...]) -> Outcome:
    """Follows statements up to a `return`."""
    for statement in block:
        run.enter()
        outcome = _statement(run, frame, statement)
        run.leave()
        if outcome is not None:
            return outcome
    return None


def _statement(run: Run, frame: Frame, statement: t.Statement) -> Outcome:
    match statement:
        case t.Assign(targets, node):
            value = evaluate(run, frame, node)
            if run.report is not None and len(targets) > 1:
                from wtspec.shapes.check_statements import check_unpacked

                check_unpacked(run, frame, node, value, len(targets))
            assign(frame, targets, value)
        case t.Return(node):
            value = evaluate(run, frame, node)
            if run.report is not None and frame.layer is not None:
                from wtspec.shapes.check_statements import check_returned

                check_returned(run, frame, node, value)
            return Returned(value)
        case t.Do(call):
            values = [evaluate(run, frame, argument) for argument in call.arguments]
            if run.report is not None:
                from wtspec.shapes.check_statements import check_done

                check_done(run, frame, call, values)
        case t.If(branches, orelse):
            return _branches(run, frame, list(branches), orelse)
        case t.Loop(clause, body):
            from wtspec.shapes.loops import follow_loop

            follow_loop(run, frame, clause, body)
    return None


def assign(frame: Frame, targets: tuple[str, ...], value: Abstract) -> None:
    """Gives locals their values."""
    if len(targets) == 1:
        frame.names[targets[0]] = value
        return
    for position, target in enumerate(targets):
        frame.names[target] = _item(value, position, len(targets))


def _item(value: Abstract, position: int, count: int) -> Abstract:
    match value:
        case Several(items):
            opened = [place for place, item in enumerate(items) if isinstance(item, Rest)]
            if (not opened and len(items) == count) or (opened and position < opened[0]):
                item = items[position]
            elif opened and count - position < len(items) - opened[0]:
                item = items[position - count]
            else:
                return None
            return None if isinstance(item, Rest) else item
        case Copies(item, _):
            return item
        case Tensor():
            shape = shape_of(value)
            return Tensor(shape[1:]) if shape and not isinstance(shape[0], Rest) else None
        case _:
            return None


def _branches(
    run: Run, frame: Frame, branches: list[t.Branch], orelse: tuple[t.Statement, ...]
) -> Outcome:
    if not branches:
        return follow_block(run, frame, orelse)
    branch, *others = branches
    holds = truth(run, frame, branch.test)
    if holds is not None:
        if holds:
            return follow_block(run, frame, branch.body)
        return _branches(run, frame, others, orelse)
    before = dict(frame.names)
    with run.on(frame, Branch(branch.test, holds=True)):
        first = follow_block(run, frame, branch.body)
    taken, frame.names = frame.names, before
    with run.on(frame, Branch(branch.test, holds=False)):
        second = _branches(run, frame, others, orelse)
    if first is not None and second is not None:
        return Returned(join(first.value, second.value))
    if first is not None or second is not None:
        return Returned(None)
    frame.names = join_names(taken, frame.names)
    return None


def join_names(one: dict[str, Abstract], other: dict[str, Abstract]) -> dict[str, Abstract]:
    """What is known of each name where two ways meet; a name of one way alone is unknown."""
    return {
        name: join(one[name], other[name]) if name in one and name in other else None
        for name in {**one, **other}
    }
