"""Checks the formula that says which rows are used."""

from __future__ import annotations

from wtspec.errors import Report
from wtspec.language import Expression
from wtspec.program.bound import Operation
from wtspec.program.walk import expressions


def check_used_rows(formula: Expression, report: Report) -> None:
    """Notes a function that learns: only what is left of the rows can be learned from."""
    for node in expressions(formula):
        if isinstance(node, Operation) and node.function.python.startswith("learned."):
            report.error(
                "learned-rows",
                f"`{node.function.name}` learns from the training rows, which `rows` settles first",
                node.span,
                expected="a formula over the columns alone",
                help="compare the column itself, such as `not isnan(x)` or `x < 100`",
            )
            return
        if isinstance(node, Operation) and node.function.name == "image":
            report.error(
                "undefined-name",
                "`image` is no function of `rows`, which is settled before pictures are decoded",
                node.span,
                expected="a formula over the columns alone",
            )
            return
