"""Plain values of the file, which may be formulas over its params."""

from __future__ import annotations

from wtspec.document import Scalar, Step
from wtspec.language import evaluate
from wtspec.program.kinds import Kind
from wtspec.resolve.bind.expressions import new_binder
from wtspec.resolve.bind.scope import STATIC, Symbol
from wtspec.resolve.context import Context, is_formula


def value_at(context: Context, params: dict[str, object], *steps: Step) -> object:
    """The value at a path, evaluated if it is a formula.

    None where nothing stands there, or where the formula is at fault, which is reported.
    """
    node = context.document.find(*steps)
    if not isinstance(node, Scalar):
        return None
    if not is_formula(node):
        return node.value
    symbols = {name: Symbol("setting", Kind.STATIC) for name in params}
    scope = context.scope(f"`{steps[-1]}`", symbols, STATIC)
    parsed = context.expression(node)
    before = context.report.count
    if parsed is None:
        return None
    new_binder(scope, context.report).static(parsed, f"`{steps[-1]}`")
    if context.report.count > before:
        return None
    return context.evaluated(lambda: evaluate(parsed, params))


def text_at(context: Context, params: dict[str, object], *steps: Step) -> str:
    """A text at a path, empty where there is none: of a file's name, say."""
    before = context.report.count
    value = value_at(context, params, *steps)
    if isinstance(value, str) and value:
        return value
    if context.report.count == before:
        context.report.error(
            "wrong-type",
            f"`{steps[-1]}` takes a text",
            context.document.span(*steps),
            expected="a text",
            received=f"`{value}`",
        )
    return ""


def number(
    context: Context, params: dict[str, object], *steps: Step, least: float | None = None
) -> object:
    """The value at a path, evaluated if it is a formula; None where nothing stands there.

    Args:
        least: Noted as an error where a formula comes to less.
    """
    value = value_at(context, params, *steps)
    if least is not None and isinstance(value, int | float) and value < least:
        context.report.error(
            "out-of-range",
            f"`{steps[-1]}` must be at least {least}",
            context.document.span(*steps),
            expected=f"at least {least}",
            received=f"`{value}`",
        )
    return value


def whole(context: Context, params: dict[str, object], *steps: Step, least: int = 1) -> int | None:
    """A whole number at a path, or None where nothing stands there."""
    value = number(context, params, *steps, least=least)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    context.report.error(
        "wrong-type",
        f"`{steps[-1]}` takes a whole number",
        context.document.span(*steps),
        expected="a whole number",
        received=f"`{value}`",
    )
    return None
