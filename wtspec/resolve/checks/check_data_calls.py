"""Checks what functions over columns are given, as far as it is known before there are rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from wtspec.errors import Report, did_you_mean, one_of
from wtspec.language import Expression
from wtspec.program.bound import Operation, Reference
from wtspec.program.counted import given_to
from wtspec.program.walk import expressions
from wtspec.resolve.checks.refused import refuse_choice, refuse_number
from wtspec.rows import Known, static_value
from wtspec.rows.form import Mark
from wtspec.sources.argument_words import DATE_PARTS, STRATEGIES

Holds = Literal["text", "numbers"]
_HOLDS: dict[str, Holds] = {
    **dict.fromkeys(("many_hot", "words", "tokens", "date"), "text"),
    **dict.fromkeys(("standardize", "minmax", "bins"), "numbers"),
}
"""What the column that a function is given holds."""
_LEAST = {
    ("bins", "count"): 1,
    ("words", "size"): 3,
    ("words", "length"): 1,
    ("tokens", "length"): 1,
}
"""Two of the indices of `words` stand for no word."""
_MOST = 2**20


class _Call(Struct, frozen=True):
    function: str
    column: Holds | None
    report: Report

    def check(self, name: str, value: object, node: Expression) -> None:
        """Notes an argument that the function can't take."""
        if (self.function, name) in _LEAST:
            self._check_whole(name, value, node)
        elif name == "strategy":
            self._check_strategy(value, node)
        elif name == "parts":
            self._check_parts(value, node)
        elif name in ("separator", "file"):
            self._check_text(name, value, node)

    def _check_whole(self, name: str, value: object, node: Expression) -> None:
        least = _LEAST[self.function, name]
        if not isinstance(value, int) or isinstance(value, bool):
            self._refuse(name, "a whole number", value, node)
        elif not least <= value <= _MOST:
            bounds = f"from {least} to {_MOST:,}"
            what = f"`{name}` of `{self.function}`"
            refuse_number(self.report, what, bounds, value, node.span)

    def _check_text(self, name: str, value: object, node: Expression) -> None:
        if not isinstance(value, str) or not value:
            self._refuse(name, "a text", value, node)

    def _check_parts(self, value: object, node: Expression) -> None:
        if not isinstance(value, str) or not value.split():
            self._refuse("parts", "words such as `year month weekday`", value, node)
            return
        for word in value.split():
            if word not in DATE_PARTS:
                refuse_choice(self.report, "a part of a date", DATE_PARTS, word, node.span)
                return

    def _check_strategy(self, value: object, node: Expression) -> None:
        expected = one_of(STRATEGIES)
        if isinstance(value, str) and value in STRATEGIES:
            if self.column == "text" and value != "most_frequent":
                received = f"`{value}` of text"
                self._refuse("strategy", "`most_frequent`, or a text", received, node)
        elif isinstance(value, str) and self.column == "numbers":
            self.report.error(
                "invalid-choice",
                f"`impute` knows no strategy `{value}`",
                node.span,
                expected=f"{expected}, or a number",
                received=f"`{value}`",
                help=did_you_mean(value, STRATEGIES),
            )
        elif not isinstance(value, str | int | float) or (
            self.column == "text" and not isinstance(value, str)
        ):
            self._refuse("strategy", f"{expected}, or what to fill with", value, node)

    def _refuse(self, name: str, expected: str, value: object, node: Expression) -> None:
        self.report.error(
            "wrong-type",
            f"`{name}` of `{self.function}` is {expected}",
            node.span,
            expected=expected,
            received=value if isinstance(value, str) and value else f"`{node.span.text}`",
        )


def check_data_calls(report: Report, known: Known, formulas: Iterable[Expression]) -> None:
    """Notes arguments that functions over columns can't take.

    Args:
        report: Takes `wrong-type`, `out-of-range` and `invalid-choice`.
        known: What is known of the columns.
        formulas: Bound.
    """
    for formula in formulas:
        for node in expressions(formula):
            if isinstance(node, Operation):
                _check_call(report, known, node)


def _check_call(report: Report, known: Known, node: Operation) -> None:
    given, name = given_to(node), node.function.name
    column = next(iter(given.values()), None)
    holds = _held(column, known)
    wanted = _HOLDS.get(name)
    if column is not None and wanted is not None and holds not in (None, wanted):
        report.error(
            "wrong-type",
            f"`{name}` takes {wanted}, and the column holds {holds}",
            column.span,
            expected=f"a column of {wanted}",
            received=f"`{column.span.text}`, of {holds}",
        )
        return
    call = _Call(name, holds, report)
    for parameter, value in given.items():
        found = static_value(value, known)
        if not isinstance(found, Mark):
            call.check(parameter, found, value)


def _held(node: Expression | None, known: Known) -> Holds | None:
    """What a column holds, if it is known."""
    if not (isinstance(node, Reference) and node.role == "column"):
        return None
    info = (known.columns or {}).get(node.name)
    if info is None or info.dtype is None:
        return None
    return "text" if info.dtype == "str" else "numbers"
