"""Plain numbers of the file, which may be formulas over its params."""

from __future__ import annotations

from wtspec.document import Step
from wtspec.resolve.context import Context
from wtspec.resolve.plain import value_at


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
