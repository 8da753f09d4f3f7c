"""Plain values of the file, which may be formulas over its params."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from wtspec.document import Node, Step
from wtspec.errors import within
from wtspec.resolve.bind.scope import SETTING, STATIC
from wtspec.resolve.checks.refused import refuse_number
from wtspec.resolve.context import Context, is_formula
from wtspec.spec import Section

Params = Mapping[str, object]
"""What the file's params come to."""


def value_at(context: Context, params: Params, section: Section, *steps: Step) -> object:
    """A section's value, evaluated if it is a formula, which is None where it is at fault."""
    node = section.find(*steps)
    if node is not None and is_formula(node):
        return _evaluated(context, params, node, f"`{steps[-1]}`")
    value: object = section
    for step in steps:
        value = _inner(value, step)
    return value


def _inner(value: object, step: Step) -> object:
    if isinstance(value, Section):
        return getattr(value, str(step))
    inner: object = cast("Any", value)[step]
    return inner


def _evaluated(context: Context, params: Params, node: Node, what: str) -> object:
    scope = context.scope(what, dict.fromkeys(params, SETTING), STATIC)
    parsed = context.expression(node)
    return context.value(parsed, scope, what, params) if parsed is not None else None


def truth_at(context: Context, params: Params, section: Section, *steps: Step) -> bool:
    """Whether something holds, as a section says."""
    return bool(value_at(context, params, section, *steps))


def text_at(context: Context, params: Params, section: Section, *steps: Step) -> str:
    """A text of a section, empty where it is at fault: of a file's name, say."""
    before = context.report.count
    value = value_at(context, params, section, *steps)
    if isinstance(value, str) and value:
        return value
    if context.report.count == before:
        _refuse(context, section, steps, "a text", value)
    return ""


def number_at(
    context: Context, params: Params, section: Section, *steps: Step, least: float | None = None
) -> object:
    """A number of a section; None where there is none, or where it is at fault.

    Args:
        least: Noted as an error where a formula comes to less.
    """
    value = value_at(context, params, section, *steps)
    if least is not None and isinstance(value, int | float) and value < least:
        key = next(step for step in reversed(steps) if isinstance(step, str))
        what, bounds = f"`{key}`", within(least, None)
        refuse_number(context.report, what, bounds, value, section.span(*steps))
    return value


def whole_at(
    context: Context, params: Params, section: Section, *steps: Step, least: int = 1
) -> int | None:
    """A whole number of a section; None where there is none, or where it is at fault."""
    value = number_at(context, params, section, *steps, least=least)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    _refuse(context, section, steps, "a whole number", value)
    return None


def _refuse(
    context: Context, section: Section, steps: tuple[Step, ...], wanted: str, value: object
) -> None:
    context.report.error(
        "wrong-type",
        f"`{steps[-1]}` takes {wanted}",
        section.span(*steps),
        expected=wanted,
        received=f"`{value}`",
    )
