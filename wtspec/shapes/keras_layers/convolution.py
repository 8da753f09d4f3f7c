"""Convolutions and pooling."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.shapes.algebra.polynomial import Size, constant, multiply, number
from wtspec.shapes.algebra.shape import Shape
from wtspec.shapes.algebra.values import UNKNOWN, Abstract, Tensor, numbers_of, size_of
from wtspec.shapes.algebra.windows import windows
from wtspec.shapes.keras_layers.layer_use import LayerRule, LayerUse, closed, plain_format
from wtspec.shapes.keras_layers.ranks import channels_last
from wtspec.shapes.misfit import MisfitError


def _each(use: LayerUse, name: str) -> list[int] | None:
    """A number for each spatial axis, or one for all of them."""
    numbers = numbers_of(use.made[name])
    if numbers is None:
        return None
    count = use.spatial
    return numbers * count if len(numbers) == 1 else numbers if len(numbers) == count else None


def _sizes(use: LayerUse, window: str, strides: str) -> list[Size] | None:
    """The spatial sizes of the output."""
    shape = closed(use.shape, use.spatial + 2)
    if shape is None or not plain_format(use):
        return None
    sizes = [size_of(entry) for entry in shape[1:-1]]
    each = _each(use, window), _each(use, strides)
    dilations = _each(use, "dilation_rate") if use.made["dilation_rate"] else [1] * use.spatial
    if each[0] is None or each[1] is None or dilations is None:
        return [None for _ in sizes]
    padding = use.made.text("padding")
    places = zip(sizes, each[0], each[1], dilations, strict=True)
    try:
        return [windows(size, one, step, padding, dilation) for size, one, step, dilation in places]
    except MisfitError as misfit:
        misfit.help = channels_last(shape)
        raise


def _convolution(use: LayerUse) -> Abstract:
    sizes = _sizes(use, "kernel_size", "strides")
    if sizes is None or use.shape is None:
        return UNKNOWN
    _check_groups(use, use.shape)
    return Tensor((use.shape[0], *sizes, _channels(use)))


def _check_groups(use: LayerUse, shape: Shape) -> None:
    channels, groups = number(shape[-1]), use.made.whole("groups")
    if channels is not None and groups is not None and groups > 0 and channels % groups:
        message = f"{groups} groups don't divide the {channels} channels of {{0}}"
        raise MisfitError("shape-mismatch", message, help=channels_last(shape))


def _channels(use: LayerUse) -> Size:
    if "filters" in use.made.arguments:
        return use.size("filters")
    last = size_of(use.shape[-1]) if use.shape else None
    return multiply(last, use.size("depth_multiplier"))


def _transposed(use: LayerUse) -> Abstract:
    shape = closed(use.shape, use.spatial + 2)
    if shape is None or not plain_format(use):
        return UNKNOWN
    return Tensor((shape[0], *(None,) * use.spatial, use.size("filters")))


def _pooling(use: LayerUse) -> Abstract:
    strides = "pool_size" if use.made.is_none("strides") else "strides"
    sizes = _sizes(use, "pool_size", strides)
    shape = use.shape
    return UNKNOWN if sizes is None or shape is None else Tensor((shape[0], *sizes, shape[-1]))


def _global_pooling(use: LayerUse) -> Abstract:
    shape = closed(use.shape, use.spatial + 2)
    keeps = use.made.flag("keepdims")
    if shape is None or keeps is None or not plain_format(use):
        return UNKNOWN
    ones = (constant(1),) * use.spatial if keeps else ()
    return Tensor((shape[0], *ones, shape[-1]))


def _upsampling(use: LayerUse) -> Abstract:
    shape, times = closed(use.shape, use.spatial + 2), _each(use, "size")
    if shape is None or times is None or not plain_format(use):
        return UNKNOWN
    sizes = [
        multiply(size_of(entry), constant(by)) for entry, by in zip(shape[1:-1], times, strict=True)
    ]
    return Tensor((shape[0], *sizes, shape[-1]))


CONVOLUTION: Mapping[str, LayerRule] = {
    "convolution": _convolution,
    "transposed": _transposed,
    "pooling": _pooling,
    "global_pooling": _global_pooling,
    "upsampling": _upsampling,
}
