"""Checks of a recurrent cell, whose call is a step of a compiled loop."""

from __future__ import annotations

from wtspec.catalog import has
from wtspec.errors import Related, Span
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.declared import Layer, Sublayer, Use
from wtspec.program.draws import value_may_draw
from wtspec.program.outputs import is_unread, returned
from wtspec.program.walk import in_blocks
from wtspec.resolve.checks.check_layer import adds_loss
from wtspec.resolve.context import Context


def check_cell(context: Context, layer: Layer) -> None:
    """Notes what can't leave the loop under JAX, and another number of states than declared."""
    held = ((_held(context, one), one.span) for one in layer.sublayers)
    found = {what: span for what, span in held if what is not None}
    for what, span in (_effects(layer) | found).items():
        context.report.error(
            "cell-effect",
            f"the cell `{layer.name}` may not use {what}: it can't leave the loop under JAX",
            span,
            help="move it to a layer round the `RNN`",
        )
    for value in returned(layer.body.statements):
        count = len(value.items) if isinstance(value, t.Tuple) else 1
        if count != 1 + len(layer.states) and not is_unread(layer):
            states = ", ".join(f"`{state.name}`" for state in layer.states)
            context.report.error(
                "state-count",
                f"the cell `{layer.name}` returns {count} value{'s' if count > 1 else ''}",
                value.span,
                expected=f"the output, then the new {states}",
                related=(Related("the states", layer.states[0].span),),
                help=_with_states(value, layer) if count == 1 else None,
            )


def _with_states(value: Expression, layer: Layer) -> str:
    span = value.span
    short = span.line == span.end_line and len(span.text) < 40
    shown = span.text if short else "output"
    return f"write `return {', '.join((shown, *(state.name for state in layer.states)))}`"


def _effects(layer: Layer) -> dict[str, Span]:
    """What a body does besides giving a value, each with the place where it does so first."""
    found: dict[str, Span] = {}
    for one in in_blocks(layer.body.statements):
        if isinstance(one, t.Do):
            found.setdefault(f"`{getattr(one.call.function, 'id', '')}`", one.call.span)
    return found


def _held(context: Context, sublayer: Sublayer) -> str | None:
    """The effect of a sublayer, or of one in it, as a message names it."""
    use = sublayer.layer
    if not isinstance(use, Use):
        return None
    by = f" through `{sublayer.name}`"
    if adds_loss(context, sublayer):
        return f"`add_loss`{by}"
    if sublayer.scan and value_may_draw(use, context.names.layer):
        return f"random numbers{by}"  # the loop over blocks keeps their seeds as weights
    declared = context.class_of(use)
    if not isinstance(declared, Layer):
        return f"moving statistics{by}" if has(use.name, "assigns") else None
    own = next(iter(_effects(declared)), None)
    inner = (_held(context, one) for one in declared.sublayers)
    return f"{own}{by}" if own else next((one for one in inner if one), None)
