"""Follows bodies by the engine for shapes, and keeps what it finds of each expression."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.graph.built import BuiltModel
from wtspec.graph.paths import real_path
from wtspec.language import Body, Expression
from wtspec.program.bound import LayerCall, Reference
from wtspec.program.declared import Function, Layer, Sublayer
from wtspec.program.program import Program
from wtspec.shapes.algebra.broadcast import join
from wtspec.shapes.algebra.polynomial import constant
from wtspec.shapes.algebra.values import (
    UNKNOWN,
    Abstract,
    Frame,
    GivenLayer,
    Tensor,
    shape_of,
)
from wtspec.shapes.declarations import argument
from wtspec.shapes.expressions.evaluate import evaluate
from wtspec.shapes.follow import follow
from wtspec.shapes.inference import Inference, TooLongError
from wtspec.shapes.misfit import MisfitError
from wtspec.shapes.use import call_use


class Observer:
    """Follows one body after the other.

    Attributes:
        run: What follows them; it knows the layers and functions of the program.
    """

    def __init__(self, program: Program, built: BuiltModel) -> None:
        self.layers: Mapping[str, Layer] = {layer.name: layer for layer in program.layers}
        self.functions: Mapping[str, Function] = {one.name: one for one in program.functions}
        self.run = Inference(self.layers, self.functions, self._evaluate, _say_nothing)
        self._built = built
        self._frame: Frame | None = None
        self._path = ""
        self._values: dict[int, Abstract] = {}

    def follow(self, frame: Frame, body: Body, path: str) -> Mapping[int, Abstract]:
        """What the expressions of a body give, by their identity.

        Of one that is reached several times, in the rounds of a loop, what all have in common. Of
        what is not reached, or lies beyond the limits, nothing is known.

        Args:
            path: Of the layer whose body it is, in the model.
        """
        self._frame, self._path, self._values = frame, path, {}
        self.run.steps = 0
        try:
            follow(self.run, frame, body)
        except (TooLongError, MisfitError):
            self.run.depth = 0
        return self._values

    def _evaluate(self, run: Inference, frame: Frame, node: Expression) -> Abstract:
        value = self._told(node)
        if value is None:
            value = evaluate(run, frame, node)
        if isinstance(node, LayerCall) and (value is None or value == UNKNOWN):
            value = self._of_call(frame, node) or value
        if frame is self._frame:
            key = id(node)
            before = self._values.get(key, value)
            self._values[key] = join(before, value)
        return value

    def _told(self, node: Expression) -> Abstract:
        """How many classes a column has, if the data have told."""
        if not isinstance(node, Reference) or node.role != "classes":
            return None
        count = self._built.sizes.classes.get(node.name)
        return constant(count) if count is not None else None

    def _of_call(self, frame: Frame, node: LayerCall) -> Abstract:
        """What a sublayer gives of which the engine alone knows nothing."""
        sublayers = frame.layer.sublayers if frame.layer is not None else ()
        name = node.layer.name if isinstance(node.layer, Reference) else ""
        one = next((one for one in sublayers if one.name == name), None)
        if one is None:
            return None
        if isinstance(one.layer, Reference) and one.repeat is None:
            return self._of_argument(frame, one.layer, node)
        return self._seen(frame, one) if frame is self._frame else None

    def _of_argument(self, frame: Frame, layer: Reference, node: LayerCall) -> Abstract:
        """What a layer gives that is an argument of the one at hand."""
        given = argument(self.run, frame.at(), layer)
        if not isinstance(given, GivenLayer):
            return None
        positional = tuple(self.run.evaluate(frame, one) for one in node.arguments)
        keywords = {one.name: self.run.evaluate(frame, one.value) for one in node.keywords}
        return call_use(self.run, given, positional, keywords)

    def _seen(self, frame: Frame, one: Sublayer) -> Abstract:
        """What a layer was seen to put out when the model was built."""
        own = one.path_name if one.repeat is None else f"{one.path_name}/0"
        return self._shape(real_path(f"{self._path}/{own}").replace("*", "0"), frame)

    def _shape(self, path: str, frame: Frame) -> Abstract:
        sizes = self._built.outputs.get(path)
        if sizes is None:
            return None
        known = [constant(size) if size is not None else None for size in sizes]
        first = shape_of(next(iter(frame.inputs.values()), None))
        return Tensor((first[0], *known[1:]) if known and first else tuple(known))


def _say_nothing(*_: object) -> None:
    """What does not fit has been told when the file was checked."""
