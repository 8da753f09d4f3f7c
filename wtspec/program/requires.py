"""When a requirement can be asked."""

from __future__ import annotations

from wtspec.program.bound import Reference
from wtspec.program.declared import Layer, Requirement
from wtspec.program.walk import expressions


def reads_sizes(layer: Layer, requirement: Requirement) -> bool:
    """Whether a requirement waits for the sizes of inputs, or for params that do."""
    late = {param.name for param in layer.params if param.settled == "build"}
    return any(
        isinstance(one, Reference)
        and (one.role in ("dim", "shaped") or (one.role == "param" and one.name in late))
        for one in expressions(requirement.test)
    )
