"""What Keras's layers do to shapes, by the rules that the catalog's facts name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from wtspec.shapes.keras_layers.layer_use import LayerRule, LayerUse

_GROUPS = ("core", "convolution", "recurrent")
"""Modules, each with its rules under its own name in capitals."""


@cache
def rule_of(name: str) -> LayerRule:
    """The rule of that name.

    Raises:
        KeyError: There is none.
    """
    for group in _GROUPS:
        rules: Mapping[str, LayerRule] = getattr(
            import_module(f"{__name__}.{group}"), group.upper()
        )
        if name in rules:
            return rules[name]
    raise KeyError(name)


__all__ = ["LayerUse", "rule_of"]
