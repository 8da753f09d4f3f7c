"""Convolutions and pooling."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.program.shapes.keras_layers.layer_use import (
    LayerRule,
    LayerUse,
    closed,
    plain_format,
)
from wtspec.program.shapes.polynomial import (
    Size,
    add,
    constant,
    floor_divide,
    multiply,
    number,
    subtract,
)
from wtspec.program.shapes.values import UNKNOWN, Abstract, Tensor, numbers_of, size_of

SPATIAL = {"1D": 1, "2D": 2, "3D": 3}


def windows(size: Size, window: int, stride: int, padding: str | None, dilation: int) -> Size:
    """At how many places a window fits; None where a size that is not plain decides."""
    if padding in ("same", "causal"):
        if stride == 1:
            return size
        return floor_divide(add(size, constant(stride - 1)), constant(stride))
    reach = dilation * (window - 1)
    if padding != "valid" or (number(size) is None and stride != 1):
        return None
    return add(floor_divide(subtract(size, constant(reach + 1)), constant(stride)), constant(1))


def _each(use: LayerUse, name: str, count: int) -> list[int] | None:
    """A number for each spatial axis, or one for all of them."""
    found = numbers_of(use.made[name])
    if found is None:
        return None
    return found * count if len(found) == 1 else found if len(found) == count else None


def _sizes(use: LayerUse, count: int, window: str, strides: str) -> list[Size] | None:
    """The spatial sizes of the output."""
    shape = closed(use.shape, count + 2)
    if shape is None or not plain_format(use):
        return None
    sizes = [size_of(entry) for entry in shape[1:-1]]
    each = _each(use, window, count), _each(use, strides, count)
    dilations = _each(use, "dilation_rate", count) if use.made["dilation_rate"] else [1] * count
    if each[0] is None or each[1] is None or dilations is None:
        return [None for _ in sizes]
    padding = use.made.text("padding")
    places = zip(sizes, each[0], each[1], dilations, strict=True)
    return [windows(size, one, step, padding, dilation) for size, one, step, dilation in places]


def _convolution(count: int) -> LayerRule:
    def rule(use: LayerUse) -> Abstract:
        sizes = _sizes(use, count, "kernel_size", "strides")
        if sizes is None or use.shape is None:
            return UNKNOWN
        return Tensor((use.shape[0], *sizes, _channels(use)))

    return rule


def _channels(use: LayerUse) -> Size:
    if "filters" in use.made.arguments:
        return use.size("filters")
    last = size_of(use.shape[-1]) if use.shape else None
    return multiply(last, use.size("depth_multiplier"))


def _transposed(count: int) -> LayerRule:
    def rule(use: LayerUse) -> Abstract:
        shape = closed(use.shape, count + 2)
        if shape is None or not plain_format(use):
            return UNKNOWN
        return Tensor((shape[0], *(None,) * count, use.size("filters")))

    return rule


def _pooling(count: int) -> LayerRule:
    def rule(use: LayerUse) -> Abstract:
        strides = "pool_size" if use.made.is_none("strides") else "strides"
        sizes = _sizes(use, count, "pool_size", strides)
        shape = use.shape
        return UNKNOWN if sizes is None or shape is None else Tensor((shape[0], *sizes, shape[-1]))

    return rule


def _global_pooling(count: int) -> LayerRule:
    def rule(use: LayerUse) -> Abstract:
        shape = closed(use.shape, count + 2)
        keeps = use.made.flag("keepdims")
        if shape is None or keeps is None or not plain_format(use):
            return UNKNOWN
        ones = (constant(1),) * count if keeps else ()
        return Tensor((shape[0], *ones, shape[-1]))

    return rule


CONVOLUTION: Mapping[str, LayerRule] = {
    f"{name}{suffix}": rule(count)
    for suffix, count in SPATIAL.items()
    for name, rule in {
        "Conv": _convolution,
        "SeparableConv": _convolution,
        "DepthwiseConv": _convolution,
        "AveragePooling": _pooling,
        "MaxPooling": _pooling,
        "GlobalAveragePooling": _global_pooling,
        "GlobalMaxPooling": _global_pooling,
    }.items()
} | {f"Conv{suffix}Transpose": _transposed(count) for suffix, count in SPATIAL.items()}
