"""Follows the statements of a body."""

from __future__ import annotations

from msgspec import Struct

from wtspec.language import Body
from wtspec.language import tree as t
from wtspec.shapes.algebra.broadcast import join
from wtspec.shapes.algebra.values import Abstract, Frame
from wtspec.shapes.checks.statements import check_done, check_returned, check_unpacked
from wtspec.shapes.declarations import truth
from wtspec.shapes.expressions.loops import follow_loop
from wtspec.shapes.inference import Inference
from wtspec.shapes.locals import assign, join_names
from wtspec.shapes.recorded import OnBranch


class Returned(Struct, frozen=True):
    """What a body returns."""

    value: Abstract


Outcome = Returned | None
"""None where a block runs to its end."""


def follow(run: Inference, frame: Frame, body: Body) -> Abstract:
    """What a body returns."""
    outcome = follow_block(run, frame, body.statements)
    return outcome.value if outcome is not None else None


def follow_block(run: Inference, frame: Frame, block: tuple[t.Statement, ...]) -> Outcome:
    """Follows statements up to a `return`."""
    for statement in block:
        run.enter()
        outcome = _statement(run, frame, statement)
        run.leave()
        if outcome is not None:
            return outcome
    return None


def _statement(run: Inference, frame: Frame, statement: t.Statement) -> Outcome:
    match statement:
        case t.Assign(targets, node):
            value = run.evaluate(frame, node)
            if run.checks and len(targets) > 1:
                check_unpacked(run, frame, node, value, len(targets))
            assign(frame, targets, value)
        case t.Return(node):
            value = run.evaluate(frame, node)
            if run.checks and frame.layer is not None:
                check_returned(run, frame, node, value)
            return Returned(value)
        case t.Do(call):
            values = [run.evaluate(frame, argument) for argument in call.arguments]
            if run.checks:
                check_done(run, frame, call, values)
        case t.If(branches, orelse):
            return _branches(run, frame, list(branches), orelse)
        case t.Loop(clause, body):
            follow_loop(run, frame, clause, lambda: follow_block(run, frame, body))
    return None


def _branches(
    run: Inference, frame: Frame, branches: list[t.Branch], orelse: tuple[t.Statement, ...]
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
    with run.on(frame, OnBranch(branch.test, holds=True)):
        first = follow_block(run, frame, branch.body)
    taken, frame.names = frame.names, before
    with run.on(frame, OnBranch(branch.test, holds=False)):
        second = _branches(run, frame, others, orelse)
    if first is not None and second is not None:
        return Returned(join(first.value, second.value))
    if first is not None or second is not None:
        return Returned(None)
    frame.names = join_names(taken, frame.names)
    return None
