"""What a device holds of a training, beside what its layers compute."""

from __future__ import annotations

from dataclasses import dataclass

from wtspec.report.quantity import in_bytes


@dataclass(frozen=True, slots=True)
class DeviceBytes:
    """Bytes that one device holds. All devices hold as much, for a mesh divides evenly.

    Attributes:
        weights: Those that train, and the others.
        gradients: Of the weights that train, with their sums where several batches make an update.
        optimizer: Its slots; each is cut as its weight is.
        rows: Of a batch that a device gets; None where nothing is trained.
        inputs: What these take; None where sizes are known from the data alone.
    """

    weights: int
    gradients: int = 0
    optimizer: int = 0
    rows: int | None = None
    inputs: int | None = None

    @property
    def sum(self) -> int:
        """All of it."""
        return self.weights + self.gradients + self.optimizer + (self.inputs or 0)


BYTES_HEAD = ("bytes", "")
"""After the name of the place."""


def bytes_as_cells(one: DeviceBytes, temporary: int | None = None) -> list[tuple[str, ...]]:
    """A row for each thing that takes memory, and one for their sum.

    Args:
        one: What is there from step to step.
        temporary: What a step takes while it runs, gradients and what layers give among it; None
            where no step was compiled.
    """
    parts = [("weights", one.weights)]
    if one.rows is not None:
        while_it_runs = ("gradients", one.gradients)
        if temporary is not None:
            while_it_runs = ("gradients and activations", temporary)
        parts += [while_it_runs, ("optimizer", one.optimizer)]
        if one.inputs is not None:
            rows = f"{one.rows:,} {'row' if one.rows == 1 else 'rows'}"
            parts.append((f"inputs of {rows}", one.inputs))
        parts.append(("together", sum(count for _, count in parts)))
    return [(name, f"{count:,}", in_bytes(count)) for name, count in parts]
