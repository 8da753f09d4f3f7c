"""Resolves what a layer is called with: its inputs, and the layers that it wraps."""

from __future__ import annotations

from wtspec.program.declared import Computed, Input, Wrapped
from wtspec.program.dims import computed_axes, fixed_axes
from wtspec.program.dtypes import check_dtype
from wtspec.program.kinds import Kind
from wtspec.resolve.bind.expressions import new_binder
from wtspec.resolve.bind.scope import STATIC, Symbol
from wtspec.resolve.checks.one_size import check_one_size
from wtspec.resolve.context import Context
from wtspec.spec import LayerSpec, ModelSpec


def resolve_inputs(context: Context, spec: LayerSpec | ModelSpec) -> tuple[Input, ...]:
    """The inputs, those that may be left out last."""
    found: list[Input] = []
    for name, one in spec.inputs.items():
        if one.dtype is not None:
            check_dtype(context.report, one.dtype, one.span("dtype"))
        pattern = context.pattern(one.at("shape"))
        found.append(Input(name, pattern, one.dtype, one.optional, one.doc, one.key_span()))
    return tuple(sorted(found, key=lambda one: one.optional))


def resolve_wraps(context: Context, spec: LayerSpec) -> tuple[Wrapped, ...]:
    """The layers that it takes as arguments, with the shapes of what they give."""
    return tuple(
        Wrapped(name, context.pattern(entry.value), entry.key.span)
        for name, entry in spec.entries("wraps").items()
    )


def resolve_computed(
    context: Context, inputs: tuple[Input, ...], symbols: dict[str, Symbol]
) -> tuple[Computed, ...]:
    """Formulas in patterns, which may use names that are bound elsewhere.

    Plain numbers too, where there are several inputs: Keras's own check is for one.
    """
    found: list[Computed] = []
    for one in inputs:
        if len(inputs) > 1 and not one.optional:
            found += [Computed(one.name, axis, size) for size, axis in fixed_axes(one.pattern)]
        scope = context.scope(f"the input `{one.name}`", symbols, STATIC)
        for entry, axis in computed_axes(one.pattern):
            size, kind = new_binder(scope, context.report).bind(entry)
            check_one_size(size, context.report)
            if kind is Kind.STATIC and not one.optional:
                found.append(Computed(one.name, axis, size))
    return tuple(found)
