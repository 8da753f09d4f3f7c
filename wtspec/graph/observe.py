"""Follows bodies by the engine for shapes, and keeps what it finds of each expression."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.language import Body, Expression
from wtspec.program.declared import Function, Layer
from wtspec.program.program import Program
from wtspec.shapes.algebra.broadcast import join
from wtspec.shapes.algebra.values import Abstract, Frame
from wtspec.shapes.expressions.evaluate import evaluate
from wtspec.shapes.follow import follow
from wtspec.shapes.inference import Inference, TooLongError
from wtspec.shapes.misfit import MisfitError


class Observer:
    """Follows one body after the other.

    Attributes:
        run: What follows them; it knows the layers and functions of the program.
    """

    def __init__(self, program: Program) -> None:
        self.layers: Mapping[str, Layer] = {layer.name: layer for layer in program.layers}
        self.functions: Mapping[str, Function] = {one.name: one for one in program.functions}
        self.run = Inference(self.layers, self.functions, self._evaluate, _say_nothing)
        self._frame: Frame | None = None
        self._values: dict[int, Abstract] = {}

    def follow(self, frame: Frame, body: Body) -> Mapping[int, Abstract]:
        """What the expressions of a body give, by their identity.

        Of one that is reached several times, in the rounds of a loop, what all have in common. Of
        what is not reached, or lies beyond the limits, nothing is known.
        """
        self._frame, self._values = frame, {}
        self.run.steps = 0
        try:
            follow(self.run, frame, body)
        except (TooLongError, MisfitError):
            self.run.depth = 0
        return self._values

    def _evaluate(self, run: Inference, frame: Frame, node: Expression) -> Abstract:
        value = evaluate(run, frame, node)
        if frame is self._frame:
            key = id(node)
            before = self._values.get(key, value)
            self._values[key] = join(before, value)
        return value


def _say_nothing(*_: object) -> None:
    """What does not fit has been told when the file was checked."""
