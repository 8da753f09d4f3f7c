"""What Keras's functions do to shapes, by the rules that the catalog's facts name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from wtspec.catalog import facts
from wtspec.shapes.algebra.values import Abstract
from wtspec.shapes.given import Given, Rule

_GROUPS = (
    "elementwise",
    "reduce",
    "multiply",
    "reshape",
    "arrange",
    "merge",
    "gather",
    "create",
    "pool",
)
"""Modules, each with its rules under its own name in capitals; a file needs two or three."""


def operate(function: str, given: Given) -> Abstract:
    """What one of Keras's functions gives; anything where no rule is known."""
    known = facts(function)
    return rule_of(known.shape)(given, *known.of) if known.shape is not None else None


@cache
def rule_of(name: str) -> Rule:
    """The rule of that name.

    Raises:
        KeyError: There is none.
    """
    for group in _GROUPS:
        rules: Mapping[str, Rule] = getattr(import_module(f"{__name__}.{group}"), group.upper())
        if name in rules:
            return rules[name]
    raise KeyError(name)
