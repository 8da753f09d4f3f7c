"""Where values come from, and what a body does with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from wtspec.errors import Span

Key = str | int | None
Parts = Mapping[Key, "Origins"]

Effects = frozenset[Literal["state", "loss"]]
"""What a call does besides giving a value: sets or reports something, adds a loss."""

NO_EFFECT: Effects = frozenset()
STATE_EFFECT: Effects = frozenset({"state"})
LOSS_EFFECT: Effects = frozenset({"loss"})
ANY_EFFECT = STATE_EFFECT | LOSS_EFFECT


NO_PARTS: Parts = MappingProxyType({})


class Origins:
    """The names that a value comes from; those that its gradients reach.

    NameBits are those of weights, inputs, sublayers, params, dims and `training`, each a bit of a
    number: a `sequential` may have thousands. No record: there is one for each node of a body.

    Attributes:
        parts: Where it is all that a layer gives: each of its outputs by itself.
    """

    __slots__ = ("gradients", "names", "parts")

    def __init__(self, names: int, gradients: int, parts: Parts = NO_PARTS) -> None:
        self.names = names
        self.gradients = gradients
        self.parts = parts


NOTHING = Origins(0, 0)


def joined(several: Iterable[Origins]) -> Origins:
    """What a value comes from that is computed from all of these."""
    names, gradients = 0, 0
    for one in several:
        names |= one.names
        gradients |= one.gradients
    return Origins(names, gradients)


class NameBits:
    """The bits of a body's names."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}

    def bit(self, name: str) -> int:
        """The bit of a name."""
        return self._bits.setdefault(name, 1 << len(self._bits))

    def named(self, bits: int) -> frozenset[str]:
        """The names of these bits."""
        return frozenset([name for name, bit in self._bits.items() if bit & bits] if bits else ())


def part_name(sublayer: str, key: Key) -> str:
    """What stands for one of several outputs of a sublayer among the names of a body."""
    return f"{sublayer}[{key}]"


class Flow(Struct, frozen=True):
    """What comes of the values of a body.

    Attributes:
        outputs: What the gradients of each output reach, by its name or position; under None where
            there is one.
        losses: What the gradients of added losses reach.
        used: All names that an output, an effect or a condition depends on.
        members: The names of weights that are read from sublayers, as `table` in `embed.table`.
        unguarded: Weights assigned whether or not the layer trains, each with its place.
        effects: What a call of the body does.
    """

    outputs: Mapping[Key, frozenset[str]]
    losses: frozenset[str]
    used: frozenset[str]
    members: frozenset[str]
    unguarded: tuple[tuple[str, Span], ...]
    effects: Effects

    @property
    def passed(self) -> frozenset[str]:
        """What the gradients of any output reach."""
        return frozenset[str]().union(*self.outputs.values())
