"""The devices of a training, and how its arrays lie on them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtspec.errors import Span, SpecError
from wtspec.model.mesh.layouts import exact_layouts
from wtspec.model.mesh.settle import settle_mesh
from wtspec.program.declared import Axes
from wtspec.program.program import Settings

if TYPE_CHECKING:
    import jax
    from jax.sharding import NamedSharding

NOWHERE_CUT: Mapping[str, Axes] = {}

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

    @property
    def own_devices(self) -> int:
        """How many of the devices are this process's."""
        return len(self.devices.local_devices)

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
    def placing(self, layouts: Mapping[str, Axes] = NOWHERE_CUT) -> Iterator[None]:
        """Variables that Keras makes within it lie as the layouts say, all others everywhere.

        Args:
            layouts: Axes by the path that Keras has for the variable.
        """
        with exact_layouts(self.devices, layouts).scope():
            yield


def placed(mesh: Mesh | None) -> AbstractContextManager[None]:
    """Variables that Keras makes within it are on all devices of a mesh, if there is one."""
    return nullcontext() if mesh is None else mesh.placing()


def make_mesh(settings: Settings, span: Span | None, *, elsewhere: bool = False) -> Mesh | None:
    """The mesh that a spec asks for, of the devices that JAX has by now; None for a single device.

    Args:
        settings: Of the program.
        span: Where the spec says it.
        elsewhere: Whether the devices may be others than those that it is meant for: then one of
            them has to do where it doesn't fit.

    Raises:
        SpecError: `mesh-misfit`.
    """
    import jax
    from jax.experimental import mesh_utils

    if settings.mesh is None and settings.processes is None:
        return None
    asked = settings.mesh or ((DATA, None),)
    try:
        sizes = settle_mesh(asked, jax.device_count(), span, jax.process_count())
    except SpecError:
        if elsewhere:
            return None
        raise
    shape = tuple(sizes.values())
    devices = mesh_utils.create_device_mesh(shape, jax.devices()[: math.prod(shape)])
    return Mesh(jax.sharding.Mesh(devices, tuple(sizes)))
