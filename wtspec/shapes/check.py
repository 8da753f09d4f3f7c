"""Checks the shapes of a program: of the model with its sizes, and of each layer by itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from wtspec.errors import Report
from wtspec.program.declared import Function, Layer
from wtspec.shapes.algebra.values import Abstract
from wtspec.shapes.checks.layer import check_weights
from wtspec.shapes.checks.requires import check_requires
from wtspec.shapes.checks.tell import tell
from wtspec.shapes.expressions.evaluate import new_run
from wtspec.shapes.follow import follow
from wtspec.shapes.inference import Inference, TooLongError
from wtspec.shapes.outermost import known_params, outermost


def check_shapes(
    layers: Mapping[str, Layer],
    functions: Mapping[str, Function],
    model: Layer | None,
    report: Report,
    mesh: dict[str, int] | None = None,
) -> Abstract:
    """Tells what certainly does not fit; silent where sizes that are not known decide.

    Args:
        layers: The layers that have no other fault, by name.
        functions: Likewise the file's functions.
        model: None where there is none, or it has another fault.
        mesh: The axes of the mesh whose devices are counted; None where there is no mesh.

    Returns:
        What the model gives, as far as that is known.
    """
    used, given = _follow_model(layers, functions, model, mesh)
    run = new_run(layers, functions, partial(tell, report))
    run.mesh = mesh
    for layer in layers.values():
        if used is None or layer.name not in used:
            _check(run, layer)
    run.steps = 0
    if used is None and model is not None:
        _check(run, model)
    return given


def _follow_model(
    layers: Mapping[str, Layer],
    functions: Mapping[str, Function],
    model: Layer | None,
    mesh: dict[str, int] | None,
) -> tuple[set[str] | None, Abstract]:
    """The layers that fit where the model uses them, so that they can't be wrong for all sizes.

    Returns:
        The layers, None where something does not fit: then each layer is looked at by itself first,
        as what is wrong for all sizes is reported in its own words. And what the model gives.
    """
    if model is None:
        return set(), None
    trial = Report()
    run = new_run(layers, functions, partial(tell, trial))
    run.mesh = mesh
    given = _check(run, model)
    return (None, None) if trial.diagnostics else (run.followed, given)


def _check(run: Inference, layer: Layer) -> Abstract:
    try:
        frame, _ = outermost(run, layer, known_params(run, layer) if layer.is_model else None)
        frame.general = not layer.is_model
        if not check_requires(run, frame):
            return None
        check_weights(run, frame)
        return follow(run, frame, layer.body)
    except TooLongError:
        run.depth = 0
        return None
