"""Resolves what a layer is called with: its inputs, and the layers that it wraps."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.document import Step
from wtspec.program.declared import Computed, Input, Wrapped
from wtspec.program.dims import computed_axes, fixed_axes
from wtspec.program.dtypes import check_dtype
from wtspec.program.kinds import Kind
from wtspec.resolve.bind.expressions import new_binder
from wtspec.resolve.bind.scope import STATIC, Symbol
from wtspec.resolve.checks.one_size import check_one_size
from wtspec.resolve.context import Context
from wtspec.spec import InputSpec


def resolve_inputs(
    context: Context, steps: tuple[Step, ...], specs: dict[str, list[str | int] | InputSpec]
) -> tuple[Input, ...]:
    """The inputs, those that may be left out last."""
    found: list[Input] = []
    for name, spec in specs.items():
        long_form = isinstance(spec, InputSpec)
        node = context.node(*steps, name, "shape") if long_form else context.node(*steps, name)
        if long_form and spec.dtype is not None:
            check_dtype(context.report, spec.dtype, context.document.span(*steps, name, "dtype"))
        found.append(
            Input(
                name=name,
                pattern=context.pattern(node),
                dtype=spec.dtype if long_form else None,
                optional=spec.optional if long_form else False,
                doc=spec.doc if long_form else None,
                span=context.document.key_span(*steps, name),
            )
        )
    return tuple(sorted(found, key=lambda one: one.optional))


def resolve_wraps(
    context: Context, steps: tuple[Step, ...], names: Iterable[str]
) -> tuple[Wrapped, ...]:
    """The layers that it takes as arguments, with the shapes of what they give."""
    found: list[Wrapped] = []
    for name in names:
        pattern = context.pattern(context.node(*steps, name))
        found.append(Wrapped(name, pattern, context.document.key_span(*steps, name)))
    return tuple(found)


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
