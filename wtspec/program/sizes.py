"""Sizes of a model's inputs, as far as the spec knows them."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.errors import SpecError
from wtspec.language import evaluate
from wtspec.language import tree as t
from wtspec.program.declared import Input


def input_shape(one: Input, params: Mapping[str, object]) -> tuple[int | None, ...]:
    """An input's shape with None where a size is known only at run time.

    Args:
        one: An input of the model; `...` in its pattern counts for nothing.
        params: The file's params with their values.
    """
    return tuple(
        _size(entry, params) for entry in one.pattern.entries if not isinstance(entry, t.Dots)
    )


def _size(entry: t.Expression, params: Mapping[str, object]) -> int | None:
    if isinstance(entry, t.Name) and entry.id not in params:
        return None
    try:
        value = evaluate(entry, params)
    except SpecError:
        return None
    return value if isinstance(value, int) else None
