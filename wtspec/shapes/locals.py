"""Gives locals their values, and joins what two ways leave them."""

from __future__ import annotations

from wtspec.shapes.algebra.broadcast import join
from wtspec.shapes.algebra.shape import Rest
from wtspec.shapes.algebra.values import Abstract, Copies, Frame, Several, Tensor, shape_of


def assign(frame: Frame, targets: tuple[str, ...], value: Abstract) -> None:
    """Gives locals their values."""
    if len(targets) == 1:
        frame.names[targets[0]] = value
        return
    for position, target in enumerate(targets):
        frame.names[target] = _item(value, position, len(targets))


def _item(value: Abstract, position: int, count: int) -> Abstract:
    match value:
        case Several(items):
            opened = [place for place, item in enumerate(items) if isinstance(item, Rest)]
            if (not opened and len(items) == count) or (opened and position < opened[0]):
                item = items[position]
            elif opened and count - position < len(items) - opened[0]:
                item = items[position - count]
            else:
                return None
            return None if isinstance(item, Rest) else item
        case Copies(item, _):
            return item
        case Tensor():
            shape = shape_of(value)
            return Tensor(shape[1:]) if shape and not isinstance(shape[0], Rest) else None
        case _:
            return None


def join_names(one: dict[str, Abstract], other: dict[str, Abstract]) -> dict[str, Abstract]:
    """What is known of each name where two ways meet; a name of one way alone is unknown."""
    return {
        name: join(one[name], other[name]) if name in one and name in other else None
        for name in {**one, **other}
    }
