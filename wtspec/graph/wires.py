"""Tensors on their way."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from wtspec.shapes.algebra.values import Abstract


class Wire(Struct, frozen=True):
    """A tensor on its way from a node.

    Attributes:
        source: The node's id.
        name: That the file gives the tensor.
    """

    source: str
    value: Abstract = None
    name: str = ""


Wires = tuple[Wire, ...]


def renamed(wires: Wires, name: str = "", value: Abstract = None) -> Wires:
    """Wires under the name that the file gives the tensor, and with what is known of it."""
    return tuple(
        replace(one, name=name or one.name, value=one.value if value is None else value)
        for one in wires
    )


def all_of(several: Iterable[Wires]) -> Wires:
    """All wires, each once."""
    found: list[Wire] = []
    for wires in several:
        found += [one for one in wires if one not in found]
    return tuple(found)
