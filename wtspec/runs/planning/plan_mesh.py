"""The mesh of a plan, which needs no device."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from wtspec.model.mesh.lay_out import Cut
from wtspec.model.mesh.mesh import DATA
from wtspec.model.mesh.settle import settle_mesh
from wtspec.stages import Checked

if TYPE_CHECKING:
    from collections.abc import Mapping


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
