"""What Keras's layers do to shapes; a layer that is not here gives anything."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from wtspec.shapes.keras_layers.layer_use import LayerRule, LayerUse

_GROUPS = ("core", "convolution", "recurrent")
"""Modules, each with its rules under its own name in capitals."""


@cache
def rule_of(layer: str) -> LayerRule | None:
    """What one of Keras's layers does; None where that is not known."""
    for group in _GROUPS:
        rules = getattr(import_module(f"{__name__}.{group}"), group.upper())
        if layer in rules:
            return rules[layer]
    return None


__all__ = ["LayerUse", "rule_of"]
