"""Builds the model that a program describes, where its weights will lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtspec.model.generated import Generated
from wtspec.model.make_model import NO_DATA, locating_build, make_model
from wtspec.model.mesh.mesh import Mesh
from wtspec.model.mesh.variable_layouts import variable_layouts
from wtspec.program.sizes import DataSizes

if TYPE_CHECKING:
    import keras


def build_model(
    code: Generated, sizes: DataSizes = NO_DATA, mesh: Mesh | None = None
) -> keras.Model:
    """The model, every weight of it made; the process's Keras settings stay as they were.

    Args:
        sizes: What the data settle.
        mesh: The devices that it lies on; None for a single one.

    Raises:
        SpecError: What fails while layers are constructed, built or traced, where it stands; what
            the mesh can't be cut like.
    """
    if mesh is None:
        with locating_build(code):
            return make_model(code, sizes)
    layouts = variable_layouts(code, sizes, mesh)
    with mesh.placing(layouts), locating_build(code, mesh):
        return make_model(code, sizes)
