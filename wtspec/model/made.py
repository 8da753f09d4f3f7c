"""Finds the weight that could not be made: JAX makes weights later than it is asked to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wtspec.errors import Span, SpecError
from wtspec.errors.memory import ran_out
from wtspec.model.describe import declared_weights
from wtspec.model.generated import Generated
from wtspec.model.stacks import identity
from wtspec.model.weight_room import name_of, no_room
from wtspec.program.sizes import declared_model

if TYPE_CHECKING:
    import keras


@contextmanager
def naming_unmade(code: Generated, model: keras.Model) -> Iterator[None]:
    """Where memory runs out within it, and first of all for a weight, that weight is told.

    Raises:
        SpecError: `out-of-memory`.
    """
    try:
        yield
    except Exception as error:
        if ran_out(error):
            _check_made(code, model)
        raise


def wait_until_made(model: keras.Model) -> None:
    """Lets no step begin with weights that could not be made: it would take them, and fail."""
    import jax

    jax.block_until_ready([weight.value for weight in model.weights])


def _check_made(code: Generated, model: keras.Model) -> None:
    import jax

    for weight in model.weights:
        try:
            jax.block_until_ready(weight.value)
        except Exception as error:
            if ran_out(error):
                raise SpecError(no_room(weight).at(_span(code, model, weight))) from error


def _span(code: Generated, model: keras.Model, weight: keras.Variable) -> Span | None:
    """Where a weight is declared; for one of Keras's own, where its layer is."""
    for declared, variable in declared_weights(code, model):
        if identity(variable) == identity(weight):
            return declared.span
    described = declared_model(code.program)
    first = name_of(weight).partition("/")[0]
    named = (one.span for one in described.sublayers if one.path_name == first)
    return next(named, described.span)
