"""Recurrent layers, their cells, and wrappers over time."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.shapes.algebra.polynomial import add
from wtspec.shapes.algebra.shape import Entry, Shape
from wtspec.shapes.algebra.values import UNKNOWN, Abstract, GivenLayer, Tensor, size_of
from wtspec.shapes.keras_layers.layer_use import LayerRule, LayerUse, closed


def _over_time(use: LayerUse, own: Shape | None, shape: Shape) -> Abstract:
    """What a recurrent layer gives, if its states are not asked for too."""
    every = use.made.flag("return_sequences")
    if own is None or every is None or use.made.flag("return_state") is not False:
        return None
    return Tensor((shape[0], shape[1], *own) if every else (shape[0], *own))


def _built_in(use: LayerUse) -> Abstract:
    shape = closed(use.shape, 3)
    return _over_time(use, (use.size("units"),), shape) if shape is not None else None


def _rnn(use: LayerUse) -> Abstract:
    shape = closed(use.shape)
    if shape is None or len(shape) < 3:
        return None
    step = use.inner(use.made["cell"], (shape[0], *shape[2:]))
    return _over_time(use, step[1:] if step is not None else None, shape)


def _cell(use: LayerUse) -> Abstract:
    shape = closed(use.shape, 2)
    return UNKNOWN if shape is None else Tensor((shape[0], use.size("units")))


def _bidirectional(use: LayerUse) -> Abstract:
    shape = closed(use.shape)
    if shape is None or not use.made.is_none("backward_layer"):
        return None
    one_way = use.inner(use.made["layer"], shape)
    mode = use.made.text("merge_mode")
    if one_way is None or mode is None:
        return None
    if mode == "concat":
        last: Entry = size_of(one_way[-1])
        return Tensor((*one_way[:-1], add(last, last)))
    return Tensor(one_way)


def _time_distributed(use: LayerUse) -> Abstract:
    shape = closed(use.shape)
    if shape is None or len(shape) < 3 or not isinstance(use.made["layer"], GivenLayer):
        return None
    step = use.inner(use.made["layer"], (shape[0], *shape[2:]))
    return Tensor((shape[0], shape[1], *step[1:])) if step else None


RECURRENT: Mapping[str, LayerRule] = {
    "recurrent": _built_in,
    "cell": _cell,
    "rnn": _rnn,
    "bidirectional": _bidirectional,
    "time_distributed": _time_distributed,
}
