"""Lets weights begin where their constraints allow: Keras applies these after updates alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras


def constrain(model: keras.Model) -> None:
    """Projects each weight that trains and has a constraint."""
    for variable in model.trainable_variables:
        if variable.constraint is not None:
            variable.assign(variable.constraint(variable))
