"""The mesh of a plan, which needs no device."""

from __future__ import annotations

import math
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from wtspec.errors import Span
from wtspec.model.backend import be_quiet
from wtspec.model.mesh.lay_out import Cut
from wtspec.model.mesh.mesh import DATA, Mesh
from wtspec.model.mesh.settle import settle_mesh
from wtspec.stages import Checked

if TYPE_CHECKING:
    from collections.abc import Mapping

_FLAG = "--xla_force_host_platform_device_count"


def plan_mesh(checked: Checked, devices: int | None) -> Mapping[str, int] | None:
    """The size of each axis; None for a single device.

    Args:
        checked: Its `runtime` asks for a mesh, or does not.
        devices: How many there will be; by default as many as the mesh says, or, where a size is
            `auto`, as this machine has. One that has a single device is where plans are made, and
            not where they are carried out: there the mesh is as small as it can be.

    Raises:
        SpecError: `mesh-misfit`.
    """
    settings = checked.program.settings
    if settings.mesh is None and settings.processes is None:
        return None
    asked = settings.mesh or ((DATA, None),)
    fixed = math.prod(size for _, size in asked if size is not None)
    is_open = any(size is None for _, size in asked)
    count = devices or (_few(fixed) if is_open else fixed)
    span = checked.spec.document.span("runtime", "mesh")
    return settle_mesh(asked, count, span)


def _few(fixed: int) -> int:
    """The devices of this machine; as few as will do where there is but one."""
    import jax

    here = jax.device_count()
    return fixed if here == 1 else here


def cut_abstractly(sizes: Mapping[str, int]) -> Cut:
    """How arrays would lie on such a mesh, of which no device is there."""
    from jax.sharding import AbstractMesh, NamedSharding, PartitionSpec

    mesh = AbstractMesh(tuple(sizes.values()), tuple(sizes))
    return lambda *axes: NamedSharding(mesh, PartitionSpec(*axes))


def mesh_of(sizes: Mapping[str, int], span: Span | None) -> Mesh:
    """Such a mesh of the first devices that JAX has.

    Raises:
        SpecError: `mesh-misfit`: there are too few.
    """
    import jax
    import numpy as np

    settle_mesh(tuple(sizes.items()), jax.device_count(), span)
    count = math.prod(sizes.values())
    devices = np.array(jax.devices()[:count]).reshape(tuple(sizes.values()))
    return Mesh(jax.sharding.Mesh(devices, tuple(sizes)))


def pretend_devices(checked: Checked, devices: int | None) -> None:
    """Has JAX take the CPU for as many devices as a mesh has, before it starts.

    Where `XLA_FLAGS` says how many there are, it is left at that.
    """
    be_quiet()
    import jax

    sizes = checked.program.settings.mesh or ()
    count = devices or math.prod(size for _, size in sizes if size is not None)
    if count > 1 and _FLAG not in os.environ.get("XLA_FLAGS", ""):
        with suppress(RuntimeError):  # it has started
            jax.config.update("jax_num_cpu_devices", count)
