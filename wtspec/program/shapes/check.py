"""Checks the shapes of a program: of each layer by itself, then of the model with its sizes."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.errors import Report
from wtspec.program.declared import Function, Layer
from wtspec.program.shapes.check_layer import check_weights
from wtspec.program.shapes.evaluate import argument
from wtspec.program.shapes.follow import follow
from wtspec.program.shapes.frame import Frame
from wtspec.program.shapes.outermost import outermost
from wtspec.program.shapes.run import Run, TooLongError
from wtspec.program.shapes.values import Abstract


def check_shapes(
    layers: Mapping[str, Layer],
    functions: Mapping[str, Function],
    model: Layer | None,
    report: Report,
) -> None:
    """Tells what certainly does not fit; silent where sizes that are not known decide.

    Args:
        layers: The layers that have no other fault, by name.
        functions: Likewise the file's functions.
        model: None where there is none, or it has another fault.
    """
    run = Run(layers, functions, report)
    for layer in layers.values():
        _check(run, layer)
    run.steps = 0
    if model is not None:
        _check(run, model)


def _check(run: Run, layer: Layer) -> None:
    try:
        frame, _ = outermost(run, layer, _values(run, layer) if layer.is_model else None)
        frame.general = not layer.is_model
        check_weights(run, frame)
        follow(run, frame, layer.body)
    except TooLongError:
        run.depth = 0


def _values(run: Run, model: Layer) -> dict[str, Abstract]:
    """The model's params: the file's knobs, whose values are known."""
    return {
        param.name: argument(run, Frame(), param.default)
        for param in model.params
        if param.default is not None
    }
