"""How many axes Keras's layers want."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.shapes.algebra.polynomial import number
from wtspec.shapes.algebra.shape import Shape, has_rest, rank_differs
from wtspec.shapes.algebra.show import count_axes, show_shape
from wtspec.shapes.misfit import MisfitError

SPATIAL = (
    "AveragePooling",
    "Conv",
    "Cropping",
    "DepthwiseConv",
    "GlobalAveragePooling",
    "GlobalMaxPooling",
    "MaxPooling",
    "SeparableConv",
    "SpatialDropout",
    "UpSampling",
    "ZeroPadding",
)
"""Layers of so many spatial axes, with the batch before these and the channels behind."""

EXACTLY: Mapping[str, int] = {
    **{f"{name}{count}D": count + 2 for name in SPATIAL for count in (1, 2, 3)},
    **{f"Conv{count}DTranspose": count + 2 for count in (1, 2, 3)},
    "GRU": 3,
    "LSTM": 3,
    "RepeatVector": 2,
    "SimpleRNN": 3,
}
AT_LEAST: Mapping[str, int] = {"Dense": 2, "TimeDistributed": 3}


def check_rank(layer: str, shape: Shape | None) -> None:
    """Refuses an input of another number of axes than a layer takes.

    Raises:
        MisfitError: `rank-mismatch`.
    """
    wanted, least = EXACTLY.get(layer), AT_LEAST.get(layer, 0)
    if shape is None:
        return
    axes = len(shape) - has_rest(shape)
    if rank_differs(shape, wanted or least, opened=wanted is None):
        takes = count_axes(wanted) if wanted is not None else f"at least {count_axes(least)}"
        has = f"at least {axes}" if has_rest(shape) else str(axes)
        raise MisfitError(
            "rank-mismatch",
            f"`{layer}` takes {takes}, but {{0}} has {has}",
            expected=_wanted(layer, wanted),
            help=_missing(layer, axes, wanted),
        )


def _wanted(layer: str, wanted: int | None) -> str | None:
    if wanted == 3 and not _is_spatial(layer):
        return "`[batch, time, features]`"
    spatial = {3: "length", 4: "height, width", 5: "depth, height, width"}.get(wanted or 0)
    return f"`[batch, {spatial}, channels]`" if _is_spatial(layer) and spatial else None


def _missing(layer: str, axes: int, wanted: int | None) -> str | None:
    if wanted is None or axes != wanted - 1:
        return None
    axis = "the channels" if _is_spatial(layer) else "time" if wanted == 3 else None
    return f"a `Reshape` before it adds an axis for {axis}" if axis else None


def _is_spatial(layer: str) -> bool:
    return layer.startswith(SPATIAL)


def channels_last(shape: Shape) -> str | None:
    """A hint where the channels seem to stand first, as they do in PyTorch."""
    first, last = number(shape[1]), number(shape[-1])
    if len(shape) < 4 or first not in (1, 3, 4) or (last is not None and last <= 4):
        return None
    return f"channels come last in Keras, as in `{show_shape((shape[0], *shape[2:], shape[1]))}`"
