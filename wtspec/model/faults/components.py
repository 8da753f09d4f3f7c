"""Finds which component of a training a statement of generated source makes."""

from __future__ import annotations

from collections.abc import Iterator

from wtspec.errors import Span
from wtspec.program.declared import Use
from wtspec.program.program import Program
from wtspec.program.training import Training
from wtspec.program.walk import uses_in


def find_component(program: Program, text: str) -> Span | None:
    """Where the file names the component that an expression makes.

    Args:
        program: Whose training it is of.
        text: The expression, `keras.optimizers.Adam(clipnorm=1.0)`.
    """
    training = program.training
    if training is None:
        return None
    if text.startswith("ScaledOptimizer("):
        return training.optimizer.span
    for use in uses(training):
        if not isinstance(use.component, str) and text.startswith(f"{use.component.python}("):
            return use.span
    return None


def uses(training: Training) -> Iterator[Use]:
    """All of Keras's components that a training names, the nested ones too."""
    yield from uses_in(training.optimizer)
    for _, measure in (*training.each_loss, *training.each_metric):
        if isinstance(measure.value, Use):
            yield from uses_in(measure.value)
    for callback in training.callbacks:
        yield from uses_in(callback)
