"""Inputs that Keras itself fills."""

from __future__ import annotations

from wtspec.program.declared import Input


def is_mask(one: Input) -> bool:
    """Whether an input is given the mask that Keras hands from layer to layer."""
    return one.optional and (one.name == "mask" or one.name.endswith("_mask"))
