"""Resolves the states of a recurrent cell."""

from __future__ import annotations

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.declared import State
from wtspec.program.dtypes import check_dtype
from wtspec.program.walk import expressions
from wtspec.resolve.bind.expressions import new_binder
from wtspec.resolve.bind.scope import Scope
from wtspec.resolve.context import Context
from wtspec.spec import LayerSpec, ModelSpec


def resolve_states(
    context: Context, spec: LayerSpec | ModelSpec, scope: Scope
) -> tuple[State, ...]:
    """The states, whose sizes Keras asks for before there is an input."""
    found: list[State] = []
    for name, one in (spec.state if isinstance(spec, LayerSpec) else {}).items():
        pattern = context.pattern(one.at("shape"))
        first = pattern.entries[0] if pattern.entries else None
        if not isinstance(first, t.Name) or len(pattern.entries) < 2:
            context.report.error(
                "state-shape",
                f"the state `{name}` needs the batch first, then its own sizes",
                pattern.span,
                expected="a shape such as `[batch, units]`",
            )
            continue
        binder = new_binder(scope, context.report)
        shape = tuple(binder.static(entry, "a shape") for entry in pattern.entries[1:])
        _check_known(context, name, shape, scope)
        if one.dtype is not None:
            check_dtype(context.report, one.dtype, one.span("dtype"))
        found.append(State(name, shape, one.dtype, one.key_span()))
    return tuple(found)


def _check_known(context: Context, name: str, shape: tuple[Expression, ...], scope: Scope) -> None:
    """Notes sizes of a state that only inputs tell: Keras asks for them before it has any."""
    for one in (node for entry in shape for node in expressions(entry)):
        symbol = scope.symbols.get(one.name) if isinstance(one, Reference) else None
        if isinstance(one, Reference) and symbol is not None and (one.role == "dim" or symbol.late):
            context.report.error(
                "state-shape",
                f"the state `{name}` has the size `{one.name}`, which only an input tells",
                one.span,
                expected="numbers and params, since Keras asks for it before there is an input",
                help="declare a param for it, such as `units: {type: int, min: 1}`",
            )
            return
