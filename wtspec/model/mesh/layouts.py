"""Layouts for Keras, by exact paths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wtspec.program.declared import Axes

if TYPE_CHECKING:
    import jax
    import keras


def exact_layouts(
    mesh: jax.sharding.Mesh, layouts: Mapping[str, Axes]
) -> keras.distribution.ModelParallel:
    """A distribution that cuts variables as they are named, and leaves all others whole.

    Keras's own map takes each name for a regular expression, and what matches none falls back in
    silence; here a name is a name.

    Args:
        mesh: With an axis `data`.
        layouts: Axes by the path that Keras has for the variable.
    """
    import keras

    distribution = keras.distribution
    device_mesh = distribution.DeviceMesh(
        tuple(mesh.shape.values()),
        mesh.axis_names,
        [f"{one.platform}:{one.id}" for one in mesh.devices.flat],
    )
    whole = distribution.LayoutMap(device_mesh)

    class ExactLayouts(distribution.ModelParallel):
        def get_variable_layout(self, variable: Any) -> Any:  # noqa: ANN401 - as Keras's
            axes = layouts.get(variable.path, (None,) * len(variable.shape))
            return distribution.TensorLayout(axes, device_mesh)

        def get_tensor_layout(self, path: str) -> None:
            del path

    return ExactLayouts(layout_map=whole, batch_dim_name="data", auto_shard_dataset=False)
