"""Arguments with which each class of Keras can be constructed, and shapes to build layers for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import keras

_BY_PARAMETER: dict[str, Any] = {
    "activation": "relu",
    "axes": 1,
    "boundaries": [1, 2],
    "decay_rate": 0.5,
    "decay_steps": 10,
    "dims": [2, 1],
    "equation": "abc,cd->abd",
    "factor": 0.1,
    "filters": 2,
    "first_decay_steps": 10,
    "head_dim": 4,
    "height": 4,
    "height_factor": 0.1,
    "initial_learning_rate": 0.1,
    "input_dim": 5,
    "kernel_size": 3,
    "key_dim": 4,
    "learning_rate": 0.1,
    "n": 3,
    "num_classes": 2,
    "num_heads": 2,
    "num_key_value_heads": 2,
    "num_query_heads": 4,
    "num_tokens": 4,
    "output_dim": 4,
    "output_size": 2,
    "pool_size": 2,
    "precision": 0.5,
    "rate": 0.5,
    "recall": 0.5,
    "scale": 0.5,
    "sensitivity": 0.5,
    "specificity": 0.5,
    "stddev": 0.5,
    "target_class_ids": [0],
    "target_shape": [-1],
    "units": 4,
    "values": [0.1, 0.2, 0.3],
    "width": 4,
    "width_factor": 0.1,
}
_BY_CLASS: dict[str, dict[str, Any]] = {
    "CategoryEncoding": {"num_tokens": 4},
    "Discretization": {"bin_boundaries": [0.0, 1.0]},
    "EinsumDense": {"output_shape": [None, 4], "bias_axes": "d"},
    "RandomColorJitter": {"brightness_factor": 0.1},
    "RandomPosterization": {"factor": 4},
}
_SHOWING_EVERY_WEIGHT: dict[str, dict[str, Any]] = {
    "AdditiveAttention": {"use_scale": True},
    "Attention": {"use_scale": True, "score_mode": "concat"},
    "BatchNormalization": {"renorm": True},
    "GroupNormalization": {"groups": 2},
    "ReversibleEmbedding": {"tie_weights": False},
}
_SHAPES = (
    (2, 8, 4),
    (2, 4),
    (2, 8, 8, 4),
    (2, 6, 6, 6, 4),
    (2, 3, 6, 6, 6, 4),
    [(2, 8, 4), (2, 8, 4)],
    [(2, 4), (2, 4)],
)


def sample_arguments(name: str, required: list[str]) -> dict[str, Any]:
    """Arguments for the class `name`, whose parameters `required` have no default."""
    arguments = {parameter: _value(name, parameter) for parameter in required}
    return arguments | _BY_CLASS.get(name, {})


def arguments_for_weights(name: str) -> dict[str, Any]:
    """Further arguments under which a layer creates all the weights that it can have."""
    return _SHOWING_EVERY_WEIGHT.get(name, {})


def input_shapes(name: str) -> Iterator[Any]:
    """Input shapes to try for a layer, the likeliest first."""
    rank = next((int(digit) + 2 for digit in "123" if f"{digit}D" in name), 0)
    rank += name.startswith("ConvLSTM")
    yield from sorted(_SHAPES, key=lambda shape: len(shape) != rank)


def _value(owner: str, parameter: str) -> object:
    if parameter == "layer":
        return keras.layers.LSTM(2) if owner == "Bidirectional" else keras.layers.Dense(2)
    if parameter == "cell":
        return keras.layers.GRUCell(2)
    if parameter == "cells":
        return [keras.layers.GRUCell(2), keras.layers.GRUCell(2)]
    if parameter == "layers":
        return [keras.layers.Rescaling(0.5)]
    if parameter == "inner_optimizer":
        return keras.optimizers.SGD()
    return _BY_PARAMETER.get(parameter)
