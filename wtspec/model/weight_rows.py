"""The weights of a model as rows of a table, with arrays or without."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtspec.model.describe import default_initializer, initializers
from wtspec.model.generated import Generated
from wtspec.model.mesh.weight_axes import weight_axes
from wtspec.model.paths import weights
from wtspec.model.pretrained.storage import stored_dtype
from wtspec.model.stacks import ModelWeight, identity
from wtspec.program.declared import Axes
from wtspec.report.tables import in_brackets

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, slots=True)
class Row:
    """A weight.

    Attributes:
        initializer: As the file writes it; for a weight of Keras's own, by its name in specs.
        parameters: How many numbers it holds.
        bytes: What they take in memory.
        sharding: The axis of the mesh that each dim is cut along; None where every device has all.
        parts: How many equal parts it is cut into, of which each device has one.
    """

    path: str
    shape: tuple[int, ...]
    dtype: str
    initializer: str
    trainable: bool
    parameters: int
    bytes: int
    sharding: Axes | None = None
    parts: int = 1

    @property
    def device_bytes(self) -> int:
        """What each device has of it."""
        return self.bytes // self.parts


def weight_rows(
    code: Generated, model: keras.Model, mesh: Mapping[str, int] | None = None
) -> tuple[Row, ...]:
    """The weights of a model that was built, with values or without, in the order of the file.

    Args:
        code: What it was built from.
        model: Built.
        mesh: The size of each axis; None for a single device.
    """
    declared = initializers(code, model)
    axes = weight_axes(code, model) if mesh is not None else {}
    return tuple(
        _row(
            path,
            variable,
            declared.get(identity(variable)) or default_initializer(variable),
            axes.get(path),
            mesh or {},
        )
        for path, variable in _in_declared_order(weights(model), list(declared))
    )


def _in_declared_order(
    by_path: Mapping[str, ModelWeight], declared: list[tuple[int, ...]]
) -> list[tuple[str, ModelWeight]]:
    """Keras lists those of a layer's weights first that train."""
    known = {identity(variable): (path, variable) for path, variable in by_path.items()}
    ordered = [known[one] for one in declared if one in known]
    rest, own = iter(ordered), set(declared)
    return [next(rest) if identity(item[1]) in own else item for item in by_path.items()]


def _row(
    path: str,
    variable: ModelWeight,
    initializer: str,
    axes: Axes | None,
    mesh: Mapping[str, int],
) -> Row:
    import jax.numpy as jnp

    dtype, shape = stored_dtype(variable), tuple(variable.shape)
    parameters = math.prod(shape)
    return Row(
        path=path,
        shape=shape,
        dtype=dtype,
        initializer=initializer,
        trainable=variable.trainable,
        parameters=parameters,
        bytes=parameters * jnp.dtype(dtype).itemsize,
        sharding=axes,
        parts=math.prod(mesh[axis] for axis in axes or () if axis is not None),
    )


WEIGHTS_HEAD = ("path", "shape", "dtype", "initializer", "parameters", "bytes")
CUT_WEIGHTS_HEAD = ("path", "shape", "sharding", "dtype", "initializer", "bytes", "on a device")


def weights_as_cells(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """The weights as rows of a table under `WEIGHTS_HEAD`."""
    return [
        (*_beginning(row), row.dtype, _made_by(row), f"{row.parameters:,}", f"{row.bytes:,}")
        for row in rows
    ]


def cut_weights_as_cells(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """The weights of a mesh as rows of a table under `CUT_WEIGHTS_HEAD`."""
    return [
        (
            *_beginning(row),
            sharding_as_written(row.sharding),
            row.dtype,
            _made_by(row),
            f"{row.bytes:,}",
            f"{row.device_bytes:,}",
        )
        for row in rows
    ]


def sharding_as_written(sharding: Axes | None) -> str:
    """How a weight is cut, as a file says it; nothing of one that is not."""
    return "" if sharding is None else f"[{', '.join(axis or 'null' for axis in sharding)}]"


def _beginning(row: Row) -> tuple[str, str]:
    return row.path, in_brackets(row.shape)


def _made_by(row: Row) -> str:
    return row.initializer + ("" if row.trainable else " (frozen)")
