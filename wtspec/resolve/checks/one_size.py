"""Refuses what can be no size of a shape: a list, a text, or whether something holds."""

from __future__ import annotations

from wtspec.errors import Report
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import StaticCall


def check_one_size(entry: Expression, report: Report) -> None:
    """Tells of an entry of a shape that is surely no whole number."""
    if not _is_none(entry):
        return
    report.error(
        "static-type",
        f"`{entry.span.text}` is no size: an entry of a shape is one whole number",
        entry.span,
        expected="a formula that gives a whole number",
    )


def _is_none(entry: Expression) -> bool:
    match entry:
        case t.List() | t.Tuple() | t.Comprehension() | t.Compare() | t.Not():
            return True
        case StaticCall(function):
            return function in ("range", "shape")
        case t.Value(value):
            return isinstance(value, str | bool)
        case t.Conditional(_, a, b):
            return _is_none(a) and _is_none(b)
        case _:
            return False
