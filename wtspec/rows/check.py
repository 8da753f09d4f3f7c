"""Refuses formulas that give a row what other rows say."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.errors import Report
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Operation, StaticCall
from wtspec.rows.fault import WORDS, Mixed, help_for
from wtspec.rows.follow import Followed, Follower
from wtspec.rows.form import ROWS, UNKNOWN, Form, shown


def check_rows(
    formulas: Mapping[str, Expression],
    columns: Mapping[str, Form],
    default: object,
    settings: Mapping[str, object],
    report: Report,
) -> None:
    """Notes `mixed-rows` and `row-count` where a formula does not keep its rows apart.

    A row is then the same in every part and file, alone or among others. What can't be known of
    sizes is left to the data themselves, which tell it.

    Args:
        formulas: Bound, by what they are: "input `x`".
        columns: The form of each column.
        default: The form of a column that is not among them.
        settings: The values of the file's params.
        report: Takes the faults.
    """
    faults: list[Mixed] = []

    def tell(fault: Mixed, node: Expression) -> None:
        faults.append(fault)
        if len(faults) > 1:
            return  # others of the formula usually follow from the same thought
        function = _function(node)
        report.error(
            "mixed-rows",
            WORDS[fault.how].format(what=_shown(node)),
            node.span,
            expected="each row's value from that row alone",
            received=fault.received,
            help=help_for(fault, function),
        )

    follower = Follower(Followed(columns, default, settings, tell))
    for what, formula in formulas.items():
        faults.clear()
        form = follower.value(formula, {})
        if form is ROWS:
            tell(Mixed("count"), formula)
        elif not faults:
            _check_first_axis(what, form, formula, report)


def _check_first_axis(what: str, value: object, formula: Expression, report: Report) -> None:
    form = Form(()) if isinstance(value, int | float) else value
    if not isinstance(form, Form) or form.open or form.rows == 0 or _may_be_rows(form):
        return
    moved = form.rows is not None
    report.error(
        "row-count",
        f"{what} does not have one entry a row",
        formula.span,
        expected="the first axis kept",
        received=f"shape {shown(form)}",
        help=help_for(Mixed("moved"), None) if moved else None,
    )


def _may_be_rows(form: Form) -> bool:
    return form.rows is None and bool(form.sizes) and form.sizes[0] is UNKNOWN


def _function(node: Expression) -> str | None:
    match node:
        case Operation(function):
            return function.name
        case StaticCall(name):
            return name
        case _:
            return None


def _shown(node: Expression) -> str:
    name = _function(node)
    if name is not None:
        return f"`{name}`"
    if isinstance(node, t.Binary):
        return f"`{node.operator}`"
    return "this index" if isinstance(node, t.Subscript) else "this"
