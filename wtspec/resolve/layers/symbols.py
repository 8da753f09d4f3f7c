"""What names mean in the formulas of a layer: where it is built, and where it is called."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.language import tree as t
from wtspec.program.declared import Input, State
from wtspec.program.kinds import Kind
from wtspec.resolve.bind.scope import UNKNOWN, Callee, Symbol
from wtspec.resolve.layers.outline import Outline
from wtspec.resolve.layers.weight_paths import usually_trains
from wtspec.spec import LayerSpec

Symbols = dict[str, Symbol]


def declared_symbols(outline: Outline) -> Symbols:
    """The dims and params, which all formulas see."""
    own = outline.spec.params if isinstance(outline.spec, LayerSpec) else ()
    return {**dict.fromkeys(own, UNKNOWN), **_dims(outline), **_params(outline)}


def sized_symbols(inputs: Iterable[Input]) -> Symbols:
    """The inputs where the layer is built: their sizes are known there, not their values."""
    return {
        one.name: Symbol("shaped", Kind.TENSOR, one.span, optional=one.optional) for one in inputs
    }


def called_symbols(
    outline: Outline, states: tuple[State, ...], weights: Symbols, sublayers: Symbols
) -> Symbols:
    """What a body sees besides dims and params."""
    declared = outline.spec.state if isinstance(outline.spec, LayerSpec) else ()
    inputs = {
        one.name: Symbol("input", Kind.TENSOR, one.span, optional=one.optional)
        for one in outline.inputs
    }
    return {
        **inputs,
        **dict.fromkeys(declared, UNKNOWN),
        **{one.name: Symbol("state", Kind.TENSOR, one.span) for one in states},
        **weights,
        **sublayers,
        **{wrap.name: Symbol("layer", Kind.LAYER, wrap.span, layer=_ANY) for wrap in outline.wraps},
        "training": Symbol("training", Kind.STATIC),
    }


_ANY = Callee(
    has_weight=lambda _path: None,
    trains_within=lambda name: True if usually_trains(name) else None,
)
"""A wrapped layer may be any: what its weights are called is all that tells if they train."""


def _params(outline: Outline) -> Symbols:
    return {
        param.name: Symbol(
            "param",
            Kind.STATIC,
            param.span,
            type=param.type,
            late=param.settled == "build",
            value=param.known.value if isinstance(param.known, t.Value) else None,
        )
        for param in outline.params
    }


def _dims(outline: Outline) -> Symbols:
    span = outline.spec.span
    return {
        dim.name: Symbol(
            "dim",
            Kind.DYNAMIC if dim.dynamic else Kind.STATIC,
            span("inputs", dim.source),
        )
        for dim in outline.dims
    }
