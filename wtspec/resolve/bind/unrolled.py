"""Counts the statements that a body's loops come to, where their lengths are known."""

from __future__ import annotations

from wtspec.errors import Report
from wtspec.language import MAX_RANGE, MAX_STEPS, Body, Expression
from wtspec.language import tree as t
from wtspec.program.bound import StaticCall
from wtspec.resolve.bind.scope import Scope
from wtspec.resolve.bind.written import known_length


def check_unrolled(body: Body, scope: Scope, report: Report) -> None:
    """Notes a body whose loops come to more statements than a program should have.

    A loop over something that the body alone does not tell counts once.
    """
    count = _statements(body.statements, scope)
    if count > MAX_STEPS:
        report.error(
            "too-many-statements",
            f"the loops of this body come to {count:,} statements",
            body.span,
            expected=f"at most {MAX_STEPS:,}",
            help="compute with whole tensors, or use `scan`",
        )


def _statements(block: tuple[t.Statement, ...], scope: Scope) -> int:
    return sum(_one(statement, scope) for statement in block)


def _one(statement: t.Statement, scope: Scope) -> int:
    if isinstance(statement, t.Loop):
        return 1 + _length(statement.clause.iterable, scope) * _statements(statement.body, scope)
    return 1 + sum(_statements(block, scope) for block in t.blocks(statement))


def _length(iterable: Expression, scope: Scope) -> int:
    if isinstance(iterable, t.List | t.Tuple):
        return len(iterable.items)
    if isinstance(iterable, StaticCall) and iterable.function == "range":
        length = known_length(iterable.arguments, scope, Report())
        if length is not None and length <= MAX_RANGE:  # else it has been told
            return length
    return 1
