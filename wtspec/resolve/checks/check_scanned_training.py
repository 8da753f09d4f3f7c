"""Checks that an optimizer can train the weights of a scan, which are kept in stacks."""

from __future__ import annotations

from collections.abc import Iterator

from wtspec.errors import Related, Span
from wtspec.language import tree as t
from wtspec.program.declared import Layer, Sublayer, Use, Value
from wtspec.program.walk import uses_in
from wtspec.resolve.context import Context

LOOK_AT_WHOLE_WEIGHTS = frozenset({"Adafactor", "Lamb", "Muon"})
"""Optimizers whose step for one number of a weight follows from its others."""


def check_scanned_training(context: Context, optimizer: Use, model: Layer | None) -> None:
    """Notes an optimizer that would take the stacked weights of all blocks for one weight."""
    found = _scan(context, model, set()) if model is not None else None
    wrong = next(_looking_at_whole(optimizer), None)
    if found is None or wrong is None:
        return
    what, span, repair = wrong
    context.report.error(
        "scan-optimizer",
        f"{what} looks at each weight as a whole, and a scan keeps those of all blocks as one",
        span,
        expected="an optimizer that steps number by number, such as `Adam`",
        help=f"{repair}, or remove `scan`",
        related=(Related("the scan", found.span),),
    )


def _looking_at_whole(value: Value) -> Iterator[tuple[str, Span, str]]:
    if not isinstance(value, Use):
        return
    if value.name in LOOK_AT_WHOLE_WEIGHTS:
        yield f"`{value.name}`", value.span, "choose another optimizer"
    for name, argument in value.arguments:
        if name == "clipnorm" and not t.is_none(argument):
            yield "`clipnorm`", value.span, "clip by the norm of all weights: `train.clip_norm`"
        yield from _looking_at_whole(argument)


def _scan(context: Context, layer: Layer, seen: set[str]) -> Sublayer | None:
    """The first scan in a layer or in those that it is made of."""
    for sublayer in layer.sublayers:
        if sublayer.scan:
            return sublayer
        for use in uses_in(sublayer.layer):
            name = use.component
            if not isinstance(name, str) or name in seen:
                continue
            seen.add(name)
            inner = context.names.layer(name)
            found = _scan(context, inner, seen) if inner is not None else None
            if found is not None:
                return found
    return None
