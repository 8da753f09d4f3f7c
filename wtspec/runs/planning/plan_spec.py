"""Plans a spec: its data are read only where the sizes of its model follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from numpy.typing import ArrayLike

from wtspec.model import Plan, check_pretrained
from wtspec.model.abstract import build_abstract
from wtspec.model.costs.step_cost import StepCost
from wtspec.model.mesh.check_axes import check_axes
from wtspec.model.mesh.lay_out import lay_out
from wtspec.model.mesh.mesh import DATA
from wtspec.model.plan import plan_of
from wtspec.program.sizes import DataSizes
from wtspec.runs.assemble import with_source
from wtspec.runs.checks.check_complete import check_complete
from wtspec.runs.learn_sizes import learn_sizes
from wtspec.runs.planning.abstract_training import compile_abstract, held_by_training
from wtspec.runs.planning.plan_mesh import cut_abstractly, mesh_of, plan_mesh
from wtspec.stages import Checked


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with what it was made with.

    Attributes:
        sizes: What the data settle of the model.
    """

    plan: Plan
    sizes: DataSizes


def plan_spec(
    checked: Checked,
    data_root: Path | None = None,
    data: Mapping[str, ArrayLike] | None = None,
    devices: int | None = None,
    *,
    compiled: bool = False,
) -> Planned:
    """The plan of a spec; the backend is prepared by now.

    Args:
        checked: A spec with a model.
        data_root: No data file may lie outside it; the spec's own root by default.
        data: Columns that stand in for the spec's `source`.
        devices: How many the mesh will have; None as `plan_mesh` says.
        compiled: Whether a step is compiled, for as many devices as JAX has by now.

    Raises:
        SpecError: What building and compiling the model would raise; what the mesh can't be cut
            like.
    """
    assembly, root = with_source(checked), checked.spec.document.root
    code, program = assembly.code, checked.program
    axes = plan_mesh(checked, devices)
    sizes = learn_sizes(assembly, data_root or root, data)
    model = build_abstract(code, sizes)
    check_pretrained(code, model, root)
    cut = None if axes is None else cut_abstractly(axes)
    if axes is not None and cut is not None:
        check_axes(code, model, axes)
        lay_out(code, model, cut)
    compile_abstract(assembly, model, cut)
    plan = plan_of(code, model, axes)
    weights = sum(row.device_bytes for row in plan.rows)
    parts = 1 if axes is None else axes[DATA]
    held = held_by_training(program, model, weights, sizes, parts)
    cost = _cost(checked, axes, data_root or root) if compiled else None
    return Planned(replace(plan, held=held, cost=cost), sizes)


def _cost(checked: Checked, axes: Mapping[str, int] | None, data_root: Path) -> StepCost:
    from wtspec.runs.planning.step_cost import step_cost

    training = check_complete(checked)
    mesh = None if axes is None else mesh_of(axes, checked.spec.document.span("runtime", "mesh"))
    return step_cost(with_source(checked, mesh), training, data_root)
