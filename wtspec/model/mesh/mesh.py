"""The devices of a training, and how its arrays lie on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtspec.model.mesh.layouts import exact_layouts
from wtspec.program.declared import Axes

if TYPE_CHECKING:
    import jax
    from jax.sharding import NamedSharding

DATA = "data"
"""The axis that rows are divided over; of one device where a spec names none."""


@dataclass(frozen=True, slots=True)
class Mesh:
    """Devices in rows and columns, `data` among the axes.

    Attributes:
        devices: As JAX has them; those of all processes.
    """

    devices: jax.sharding.Mesh

    @property
    def sizes(self) -> Mapping[str, int]:
        """How many devices each axis has."""
        return dict(self.devices.shape)

    def cut(self, *axes: str | None) -> NamedSharding:
        """How an array lies whose dims are cut along these axes; those that follow are whole."""
        import jax

        return jax.sharding.NamedSharding(self.devices, jax.sharding.PartitionSpec(*axes))

    @property
    def everywhere(self) -> NamedSharding:
        """How an array lies of which each device has all."""
        return self.cut()

    @property
    def rows(self) -> NamedSharding:
        """How an array lies whose first dim counts rows."""
        return self.cut(DATA)

    @property
    def batches(self) -> NamedSharding:
        """How an array lies whose first dim counts batches, and whose second counts their rows."""
        return self.cut(None, DATA)

    @contextmanager
    def placing(self, layouts: Mapping[str, Axes]) -> Iterator[None]:
        """Variables that Keras makes within it lie as the layouts say, all others everywhere.

        Args:
            layouts: Axes by the path that Keras has for the variable.
        """
        with exact_layouts(self.devices, layouts).scope():
            yield
