"""What one step of training costs each device, as it was compiled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wtspec.report.quantity import in_bytes


@dataclass(frozen=True, slots=True)
class Collective:
    """Arrays that devices exchange in a step, of one kind and from one place.

    Attributes:
        kind: As XLA has it: `all-reduce`, `all-gather`, `reduce-scatter`, `all-to-all`,
            `collective-permute`.
        axes: The axes of the mesh along which devices exchange them.
        phase: `forward`, `backward` or `update`.
        place: The path of the weight or of the layer, as far as XLA knows.
        is_weight: Whether it is a weight or its gradient, and not what a layer computes.
        arrays: How many are exchanged in a step.
        bytes: What they take on a device: before an all-reduce, reduce-scatter or all-to-all, after
            an all-gather.
    """

    kind: str
    axes: tuple[str, ...]
    phase: str
    place: str
    is_weight: bool
    arrays: int
    bytes: int


@dataclass(frozen=True, slots=True)
class StepCost:
    """What a step costs each device.

    Attributes:
        operations: How many collective operations of each kind run in a step, kinds in the order
            of their names; one of them may exchange many arrays.
        collectives: The largest first.
        flops: Of products of matrices and of convolutions.
        temporary_bytes: What is kept while a step runs, besides the state and the rows; None
            where XLA does not tell.
        has_open_loops: Whether loops are in it whose length is not known; they count once.
    """

    operations: dict[str, int]
    collectives: tuple[Collective, ...]
    flops: int
    temporary_bytes: int | None
    has_open_loops: bool = False

    def bytes_of(self, kind: str) -> int:
        """What the operations of one kind exchange in a step."""
        return sum(one.bytes for one in self.collectives if one.kind == kind)


MOST_PLACES = 20
"""So many are shown to people."""
COMPILED_FOR = (
    "This is what XLA makes of it for CPUs, which exchange numbers of 16 bits as 32. For GPUs and "
    "TPUs it may choose other collectives, and takes other memory."
)
KINDS_HEAD = ("each step", "times", "arrays", "bytes", "")
PLACES_HEAD = ("what", "along", "when", "of", "arrays", "bytes")


def kinds_as_cells(cost: StepCost) -> list[tuple[str, ...]]:
    """A row for each kind under `KINDS_HEAD`."""
    return [
        (
            kind,
            f"{times:,}",
            f"{sum(one.arrays for one in cost.collectives if one.kind == kind):,}",
            f"{cost.bytes_of(kind):,}",
            in_bytes(cost.bytes_of(kind)),
        )
        for kind, times in cost.operations.items()
    ]


def places_as_cells(collectives: Iterable[Collective]) -> list[tuple[str, ...]]:
    """A row for each place under `PLACES_HEAD`."""
    return [
        (
            one.kind,
            ", ".join(one.axes),
            one.phase,
            one.place,
            f"{one.arrays:,}",
            f"{one.bytes:,}",
        )
        for one in collectives
    ]
