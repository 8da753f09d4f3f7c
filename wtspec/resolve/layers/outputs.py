"""Resolves what a file says of a layer's outputs: their shapes, and what becomes of masks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.declared import Pattern
from wtspec.program.kinds import Kind
from wtspec.program.masks import mask_names
from wtspec.resolve.bind.binder import Binder
from wtspec.resolve.bind.expressions import new_binder
from wtspec.resolve.bind.scope import PURE, Scope, Symbol
from wtspec.resolve.context import Context
from wtspec.resolve.layers.outline import Outline
from wtspec.spec import LayerSpec, ModelSpec

_OF_MASKS = ("param", "dim", "input", "weight")
"""The parts that a name may play in the formula of a mask."""


def resolve_mask(
    outline: Outline, symbols: dict[str, Symbol], builder: Binder
) -> Literal["pass", "end"] | Expression | None:
    """What the file says of the layer's mask; what a formula reads is noted."""
    spec, context = outline.spec, outline.context
    if spec.mask is None or spec.mask in ("pass", "end"):
        return spec.mask
    parsed = context.expression(spec.find("mask"))
    if parsed is None:
        return None
    names = () if outline.is_model else mask_names(outline.inputs)
    known = {name: one for name, one in symbols.items() if one.role in _OF_MASKS}
    known |= {name: Symbol("input", Kind.TENSOR) for name in names}
    binder = new_binder(outline.scope("`mask`", known, PURE), context.report)
    bound, _ = binder.bind(parsed)
    builder.found.reads |= binder.found.reads
    return bound


def resolve_returns(
    context: Context, spec: LayerSpec | ModelSpec, scope: Scope
) -> tuple[Pattern | tuple[tuple[str | int, Pattern], ...] | None, tuple[Expression, ...] | None]:
    """The declared output shape; bound too where its sizes are all known by name."""
    if spec.returns is None:
        return None, None
    names: Iterable[str | int] = ()
    if isinstance(spec.returns, dict):
        names = spec.returns
    elif any(isinstance(one, list) for one in spec.returns):
        names = range(len(spec.returns))
    several = [(one, context.pattern(spec.at("returns", one))) for one in names]
    if several:
        return tuple(several), None
    pattern = context.pattern(spec.at("returns"))
    binder = new_binder(scope, context.report)
    bound = tuple(
        entry if _is_anything(entry) else binder.bind(entry)[0] for entry in pattern.entries
    )
    known = not any(isinstance(entry, t.Name) for entry in bound)
    return pattern, bound if known else None


def _is_anything(entry: Expression) -> bool:
    return isinstance(entry, t.Dots) or (isinstance(entry, t.Name) and entry.id == "_")
