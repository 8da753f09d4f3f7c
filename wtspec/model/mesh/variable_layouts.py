"""How the variables of a model lie on a mesh, known before any is made."""

from __future__ import annotations

from wtspec.model.abstract import build_abstract
from wtspec.model.generated import Generated
from wtspec.model.mesh.check_axes import check_axes
from wtspec.model.mesh.mesh import Mesh
from wtspec.model.mesh.weight_axes import variable_axes, weight_axes
from wtspec.model.paths import weights
from wtspec.program.declared import Axes
from wtspec.program.sizes import DataSizes


def variable_layouts(code: Generated, sizes: DataSizes, mesh: Mesh) -> dict[str, Axes]:
    """Axes by the path that Keras has for the variable, of those that are cut.

    Args:
        code: Says how.
        sizes: What the data settle.
        mesh: The devices.

    Raises:
        SpecError: What building the model would raise; what the mesh can't be cut like.
    """
    model = build_abstract(code, sizes)
    check_axes(code, model, mesh.sizes)
    return variable_axes(weights(model), weight_axes(code, model))
