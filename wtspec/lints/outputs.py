"""What a model gives, with the loss and metrics that measure it."""

from __future__ import annotations

from msgspec import Struct

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.lints.backwards import Backwards
from wtspec.lints.steps import OutputStep, Site, ends
from wtspec.program.program import Program
from wtspec.program.training import Measure, Training


class Output(Struct, frozen=True):
    """An output of a model that trains, on one of the ways through its body.

    Attributes:
        name: None where the model has one output, or several without names.
        steps: What made it, the last step first.
    """

    name: str | None
    steps: tuple[OutputStep, ...]
    loss: Measure | None
    metrics: tuple[Measure, ...]


def outputs(program: Program) -> list[Output]:
    """The outputs of a program's model; none where nothing trains it."""
    if program.model is None or program.training is None:
        return []
    backwards = Backwards(program)
    measured: list[Output] = []
    for value, before in ends(program.model.body.statements):
        place = Site(value, before, program.model)
        for name, item in _items(value):
            steps = tuple(backwards.steps(place.at(item)))
            measured.append(_measured(name, steps, program.training))
    return measured


def _items(value: Expression) -> list[tuple[str | None, Expression]]:
    if isinstance(value, t.Dict):
        return list(value.items)
    items = value.items if isinstance(value, t.Tuple) else (value,)
    return [(None, item) for item in items]


def _measured(name: str | None, steps: tuple[OutputStep, ...], training: Training) -> Output:
    loss, metrics = training.loss, training.metrics
    if isinstance(loss, tuple):
        loss = dict(loss).get(name or "")
    by_output = [one for one in metrics if isinstance(one, tuple)]
    if by_output:
        return Output(name, steps, loss, dict(by_output).get(name or "", ()))
    plain = tuple(one for one in metrics if isinstance(one, Measure))
    return Output(name, steps, loss, plain)
