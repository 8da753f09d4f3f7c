"""Finds a layer by its name."""

from __future__ import annotations

from wtspec.errors import Diagnostic, SpecError, did_you_mean, one_of
from wtspec.program.declared import Layer
from wtspec.program.program import Program


def find_layer(program: Program, name: str) -> Layer:
    """The layer of a file that has a name.

    Raises:
        SpecError: `unknown-layer`.
    """
    layers = {layer.name: layer for layer in program.layers}
    if name not in layers:
        message = f"`{program.origin}` declares no layer `{name}`"
        near = did_you_mean(name, list(layers))
        raise SpecError(Diagnostic("unknown-layer", message, None, one_of(list(layers)), help=near))
    return layers[name]
