"""The names under which a training's numbers are kept: by path and slot, never by position."""

from __future__ import annotations

from collections.abc import Iterator

import keras

from wtspec.model.paths import state, weights
from wtspec.model.stacks import ModelWeight, WeightSlice

WEIGHTS = "weights/"
"""What the names of weights begin with."""


def name_state(model: keras.Model) -> tuple[list[str], ...]:
    """The name of each value of the model's state, part by part.

    The stack of a scan has the path that the weight has in its first block.

    Args:
        model: Compiled, with its optimizer and metrics built.
    """
    known = _weight_names(model)
    optimizer = model.optimizer
    assert optimizer is not None  # noqa: S101 - a compiled model has one
    slots = dict(_slot_names(optimizer, "optimizer/", known))
    return (
        [known[id(one)] for one in model.trainable_variables],
        [known[id(one)] for one in model.non_trainable_variables],
        [slots.get(id(one), f"optimizer/{at}") for at, one in enumerate(optimizer.variables)],
        [f"metrics/{at}/{one.name}" for at, one in enumerate(model.metrics_variables)],
    )


def name_weights(model: keras.Model) -> list[str]:
    """The names of `model.weights`, in their order."""
    known = _weight_names(model)
    return [known[id(one)] for one in model.weights]


def _weight_names(model: keras.Model) -> dict[int, str]:
    """By the variable's id; what no path names, such as the scalar of an `add_metric`, by place."""
    names: dict[int, str] = {}
    for prefix, by_path in ((WEIGHTS, weights(model)), ("random/", state(model))):
        for path, weight in by_path.items():
            names.setdefault(id(_variable(weight)), f"{prefix}{path}")
    variables = [*model.variables, *model.trainable_variables, *model.non_trainable_variables]
    for at, variable in enumerate(variables):
        names.setdefault(id(variable), f"other/{at}")
    return names


def _variable(weight: ModelWeight) -> keras.Variable:
    return weight.stack if isinstance(weight, WeightSlice) else weight


def _slot_names(
    optimizer: keras.optimizers.Optimizer, prefix: str, known: dict[int, str]
) -> Iterator[tuple[int, str]]:
    """The optimizer's variables by id: `optimizer/momentums/dense/kernel`, `optimizer/iterations`.

    Keras's own names for them collide and drift; what it calls them in itself does not.
    """
    trained = [known[id(one)].removeprefix(WEIGHTS) for one in optimizer._trainable_variables]  # noqa: SLF001 - the order of its slots
    for attribute, value in vars(optimizer).items():
        name = f"{prefix}{attribute.strip('_')}"
        if isinstance(value, keras.Variable):
            yield id(value), name
        elif isinstance(value, keras.optimizers.Optimizer):
            yield from _slot_names(value, f"{name}/", known)
        elif isinstance(value, list) and attribute not in ("_variables", "_trainable_variables"):
            for path, slot in zip(trained, value, strict=False):
                if isinstance(slot, keras.Variable):
                    yield id(slot), f"{name}/{path}"
