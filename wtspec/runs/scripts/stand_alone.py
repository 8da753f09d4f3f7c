"""A spec as a script that trains it by itself."""

from __future__ import annotations

from wtspec.codegen import generate_script
from wtspec.codegen.training.mesh import Layouts, patterns_of
from wtspec.runs.checks.check_complete import check_complete
from wtspec.stages import Checked
from wtspec.version import __version__


def stand_alone(checked: Checked) -> str:
    """The script; Keras is asked for the paths of weights only where a mesh cuts some.

    Raises:
        SpecError: `incomplete-spec`; what building the model would raise, and what the weights
            can't be cut like.
    """
    check_complete(checked)
    layouts = _layouts(checked) if _is_cut(checked) else {}
    return generate_script(checked.program, checked.spec.document.source, __version__, layouts)


def _is_cut(checked: Checked) -> bool:
    program = checked.program
    if program.settings.mesh is None and program.settings.processes is None:
        return False
    weights = (weight for layer in program.with_model for weight in layer.weights)
    groups = program.training.groups if program.training is not None else ()
    return any(one.sharding is not None for one in (*weights, *groups))


def _layouts(checked: Checked) -> Layouts:
    from wtspec.model import alone, prepare_backend
    from wtspec.model.abstract import build_abstract
    from wtspec.model.mesh.check_axes import check_axes
    from wtspec.model.mesh.weight_axes import variable_axes, weight_axes
    from wtspec.model.paths import weights
    from wtspec.runs.assemble import with_source
    from wtspec.runs.learn_sizes import learn_sizes

    with alone():
        prepare_backend()
        assembly = with_source(checked)
        code = assembly.code
        model = build_abstract(code, learn_sizes(assembly, checked.spec.document.root))
        mesh = dict(checked.program.settings.mesh or ())
        check_axes(code, model, {"data": 1, **{axis: size or 1 for axis, size in mesh.items()}})
        axes = variable_axes(weights(model), weight_axes(code, model))
        return patterns_of(axes, [*axes, *(one.path for one in model.variables)])
