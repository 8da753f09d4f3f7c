"""Infers the shapes within a layer from its body, whatever its params and dims come to."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from wtspec.program.declared import Function, Layer
from wtspec.shapes.algebra.polynomial import number
from wtspec.shapes.algebra.shape import Shape
from wtspec.shapes.algebra.values import Frame, Tensor
from wtspec.shapes.build_arguments import needs_build
from wtspec.shapes.expressions.evaluate import new_run
from wtspec.shapes.follow import follow
from wtspec.shapes.inference import Inference, TooLongError
from wtspec.shapes.outermost import outermost
from wtspec.shapes.recorded import Built


class Build(Struct, frozen=True):
    """How a sublayer is built.

    Attributes:
        shapes: The arguments of its `build`.
        running: Whether the shapes are only those of the first of a repeated sublayer, and each
            other is built for the output of the one before.
    """

    shapes: Built
    running: bool = False


class Inferred(Struct, frozen=True):
    """What is known of the shapes within a layer.

    Attributes:
        inputs: The shape of each input, in the names that its pattern binds.
        builds: How each sublayer is built that needs to be; None if that is not known for all.
        output: The shape of the layer's output, None where it is not known.
    """

    inputs: Mapping[str, Shape]
    builds: Mapping[str, Build] | None
    output: Shape | None


def infer_shapes(
    layer: Layer, layers: Mapping[str, Layer], functions: Mapping[str, Function]
) -> Inferred:
    """The shapes within a layer by itself; never wrong, but not known where this is in doubt.

    Args:
        layer: The layer or model.
        layers: The file's layers by name.
        functions: The file's functions by name.
    """
    run = new_run(layers, functions)
    try:
        frame, inputs = outermost(run, layer)
        frame.outermost = True
        output = follow(run, frame, layer.body)
        builds = _builds(run, frame, layer)
    except TooLongError:
        return Inferred({}, None, None)
    shape = output.shape if isinstance(output, Tensor) else None
    return Inferred(inputs, builds, shape)


def _builds(run: Inference, frame: Frame, layer: Layer) -> dict[str, Build] | None:
    """How each sublayer is built, in the order in which they are called."""
    order = list(run.calls)
    needing = [one for one in layer.sublayers if one.scan or needs_build(one.layer)]
    if any(one.name not in run.calls for one in needing):
        return None
    builds: dict[str, Build] = {}
    for sublayer in sorted(needing, key=lambda one: order.index(one.name)):
        calls = run.calls[sublayer.name]
        if calls.shapes is None or not calls.certain:
            return None
        if sublayer.repeat is not None and not calls.whole:
            count = number(run.evaluate(frame.at(), sublayer.repeat))
            if count is None or calls.positions != set(range(count)):
                return None
        builds[sublayer.name] = Build(calls.shapes, calls.running)
    return builds
