"""Sizes of a model's inputs, as far as the spec knows them."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.errors import SpecError
from wtspec.language import evaluate
from wtspec.language import tree as t
from wtspec.program.declared import Input, Program
from wtspec.program.dims import dots_index


def given_inputs(program: Program) -> tuple[Input, ...]:
    """The model's inputs that it is surely given: required, or given by its data."""
    inputs = program.model.inputs if program.model is not None else ()
    named = {name for name, _ in program.data.inputs} if program.data is not None else set[str]()
    return tuple(one for one in inputs if not one.optional or one.name in named)


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
