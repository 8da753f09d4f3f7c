"""What Keras's functions do to shapes; a function that is not here gives anything."""

from __future__ import annotations

from functools import cache
from importlib import import_module

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
)
"""Modules, each with its rules under its own name in capitals; a file needs two or three."""


def operate(function: str, given: Given) -> Abstract:
    """What one of Keras's functions gives."""
    rule = rule_of(function)
    return rule(given) if rule is not None else None


@cache
def rule_of(function: str) -> Rule | None:
    """What one of Keras's functions does; None where that is not known."""
    for group in _GROUPS:
        rules = getattr(import_module(f"{__name__}.{group}"), group.upper())
        if function in rules:
            return rules[function]
    return None
