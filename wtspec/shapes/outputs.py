"""Several outputs of a layer, by their names or in their order."""

from __future__ import annotations

from collections.abc import Sequence

from wtspec.shapes.algebra.shape import Rest
from wtspec.shapes.algebra.values import (
    Abstract,
    Named,
    Several,
)


def parts_of(value: Abstract) -> dict[str | int, Abstract]:
    """Several outputs by their names or positions; nothing where there are not several."""
    if isinstance(value, Named):
        return {name: item for name, item in value.items}  # noqa: C416 - keys of another type
    items = value.items if isinstance(value, Several) else ()
    return {at: None if isinstance(one, Rest) else one for at, one in enumerate(items)}


def put_together(pairs: Sequence[tuple[str | int, Abstract]]) -> Abstract:
    """Several outputs, by their names or in their order."""
    named = tuple((name, one) for name, one in pairs if isinstance(name, str))
    return Named(named) if named else Several(tuple(one for _, one in pairs))
