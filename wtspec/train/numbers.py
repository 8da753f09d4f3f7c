"""Keras's metrics as plain numbers. Free of Keras."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

Metrics = dict[str, float]


def numbers(logs: Mapping[str, object]) -> Metrics:
    """Each metric as a float; a vector, one number a class, as `name_0`, `name_1` and so on."""
    return dict(_flat(logs))


def _flat(logs: Mapping[str, object]) -> Iterator[tuple[str, float]]:
    for name, value in logs.items():
        if isinstance(value, Mapping):
            yield from _flat(value)
            continue
        array = np.asarray(value, "float64")
        if array.size == 1:
            yield name, float(array.item())
            continue
        for index, entry in enumerate(array.flat):
            yield f"{name}_{index}", float(entry)
