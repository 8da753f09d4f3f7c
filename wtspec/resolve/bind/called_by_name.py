"""Binds calls that name a thing as text: a column, a tensor of a file, a column's classes."""

from __future__ import annotations

from wtspec.errors import did_you_mean, one_of
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.kinds import Kind
from wtspec.resolve.bind.binder import Binder


def bind_column(binder: Binder, node: t.Call) -> tuple[Expression, Kind]:
    """`column("fixed acidity")`: a column whose name is no identifier."""
    name = _text_argument(binder, node, "column")
    symbol = binder.scope.symbols.get(name or "")
    if name is not None and not binder.scope.open and (symbol is None or symbol.role != "column"):
        known = [n for n, one in binder.scope.symbols.items() if one.role == "column"]
        binder.report.error(
            "unknown-column",
            f"the data has no column `{name}`",
            node.arguments[0].span,
            expected=one_of(known),
            help=did_you_mean(name, known),
        )
    return Reference(name or "", "column", span=node.span), Kind.TENSOR


def bind_tensor(binder: Binder, node: t.Call) -> tuple[Expression, Kind]:
    """`tensor("wte.weight")`: a tensor of the file that `pretrained` reads."""
    return Reference(
        _text_argument(binder, node, "tensor") or "", "tensor", span=node.span
    ), Kind.TENSOR


def _text_argument(binder: Binder, node: t.Call, function: str) -> str | None:
    given = node.arguments[0] if len(node.arguments) == 1 and not node.keywords else None
    if isinstance(given, t.Value) and isinstance(given.value, str):
        return given.value
    binder.report.error("wrong-arguments", f"`{function}` takes one name as text", node.span)
    return None


def bind_classes(binder: Binder, node: t.Call) -> tuple[Expression, Kind]:
    """`classes(species)`: how many indices `lookup` gives for a column."""
    if "classes" not in binder.scope.allows:
        binder.report.error(
            "undefined-function",
            f"`classes` is known to the model alone, not to {binder.scope.place}",
            node.function.span,
            help="declare a param for it, and give that its value in the model",
        )
        return node, Kind.UNKNOWN
    argument = node.arguments[0] if node.arguments else None
    column = argument.id if isinstance(argument, t.Name) else None
    if isinstance(argument, t.Value) and isinstance(argument.value, str):
        column = argument.value
    if column is None or len(node.arguments) != 1 or node.keywords:
        binder.report.error(
            "wrong-arguments",
            "`classes` takes the name of one looked-up column",
            node.span,
            expected="classes(column)",
        )
        return node, Kind.STATIC
    return Reference(column, "classes", span=node.span), Kind.STATIC
