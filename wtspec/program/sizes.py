"""Sizes of a model's inputs, as far as the spec knows them."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.errors import SpecError
from wtspec.language import evaluate
from wtspec.language import tree as t
from wtspec.program.declared import Input
from wtspec.program.dims import dots_index


def input_shape(one: Input, params: Mapping[str, object]) -> tuple[int | None, ...] | None:
    """An input's shape, None for a size that only data tell; None for an open number of dims.

    Args:
        one: An input of the model.
        params: The file's params with their values.
    """
    if dots_index(one.pattern) is not None:
        return None
    return tuple(_size(entry, params) for entry in one.pattern.entries)


def _size(entry: t.Expression, params: Mapping[str, object]) -> int | None:
    try:
        value = evaluate(entry, params)
    except SpecError:
        return None
    return value if isinstance(value, int) else None
