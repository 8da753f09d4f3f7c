"""Resolves what a layer requires of its params, and of the sizes of its inputs."""

from __future__ import annotations

from wtspec.errors import Report
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.print import print_expression
from wtspec.program.bound import Reference, StaticCall
from wtspec.program.declared import Requirement
from wtspec.program.walk import expressions
from wtspec.resolve.bind.binder import Binder
from wtspec.resolve.context import Context
from wtspec.spec import LayerSpec, ModelSpec


def resolve_requires(
    context: Context, spec: LayerSpec | ModelSpec, builder: Binder
) -> tuple[Requirement, ...]:
    """The requirements in order.

    Args:
        builder: Binds what formulas say where the layer is built.
    """
    found: list[Requirement] = []
    for index in range(len(spec.requires)):
        parsed = context.expression(spec.find("requires", index))
        if parsed is not None:
            test = builder.static(parsed, "a requirement")
            _check_condition(test, context.report)
            found.append(Requirement(test, print_expression(parsed), parsed.span))
    return tuple(found)


def _check_condition(test: Expression, report: Report) -> None:
    """Tells of a number where whether something holds is wanted: `a % b` for `a % b == 0`."""
    number = isinstance(test, t.Binary | t.Negative | t.List | t.Tuple | t.Comprehension)
    number = number or (isinstance(test, t.Value) and not isinstance(test.value, bool))
    number = number or (isinstance(test, StaticCall) and test.function not in ("all", "any"))
    if not any(isinstance(one, Reference) for one in expressions(test)):
        report.error(
            "constant-condition",
            "a requirement in which no name stands always comes out the same",
            test.span,
            expected="params, dims or `shape(x)` among what is compared",
        )
    elif number:
        report.error(
            "static-type",
            f"`{test.span.text}` is no condition: a requirement holds or not",
            test.span,
            expected=f"a comparison, such as `{test.span.text} == 0`",
        )
