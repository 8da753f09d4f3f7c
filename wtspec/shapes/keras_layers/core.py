"""Dense layers, embeddings, normalization, attention, merging and reshaping."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.shapes.algebra.axes import place
from wtspec.shapes.algebra.broadcast import broadcast_all
from wtspec.shapes.algebra.polynomial import ONE, number
from wtspec.shapes.algebra.shape import Rest, has_rest
from wtspec.shapes.algebra.values import (
    UNKNOWN,
    Abstract,
    Several,
    Tensor,
    entries_of,
    numbers_of,
    shape_of,
    size_of,
)
from wtspec.shapes.keras_layers.layer_use import LayerRule, LayerUse, closed
from wtspec.shapes.misfit import MisfitError
from wtspec.shapes.operations.arrange import permuted
from wtspec.shapes.operations.einsum import einsum
from wtspec.shapes.operations.merge import concatenated
from wtspec.shapes.operations.reshape import REMAINING, reshaped


def _like(use: LayerUse) -> Abstract:
    return Tensor(use.shape)


def _along(use: LayerUse) -> Abstract:
    for axis in numbers_of(use.made["axis"]) or ():
        if use.shape is not None:
            place(use.shape, axis)
    return Tensor(use.shape)


def _grouped(use: LayerUse) -> Abstract:
    groups, axis = use.made.whole("groups"), use.made.whole("axis")
    index = place(use.shape, axis) if use.shape is not None and axis is not None else None
    if use.shape is None or index is None or groups is None or groups < 1:
        return Tensor(use.shape)
    size = number(use.shape[index])
    if size is not None and size % groups:
        message = f"{groups} groups don't divide the {size} channels of {{0}}"
        raise MisfitError("shape-mismatch", message, help="`groups` is 32 if it is not given")
    return Tensor(use.shape)


def _spectral(use: LayerUse) -> Abstract:
    shape = use.shape
    return None if shape is None else Tensor(use.inner(use.made["layer"], shape))


def _dense(use: LayerUse) -> Abstract:
    shape = use.shape
    return UNKNOWN if not shape else Tensor((*shape[:-1], use.size("units")))


def _embedding(use: LayerUse) -> Abstract:
    shape = use.shape
    return UNKNOWN if shape is None else Tensor((*shape, use.size("output_dim")))


def _flatten(use: LayerUse) -> Abstract:
    shape = closed(use.shape)
    if not shape:
        return UNKNOWN
    rest = reshaped(shape[1:], (REMAINING,)) if shape[1:] else (ONE,)
    return Tensor((shape[0], *(rest or (None,))))


def _reshape(use: LayerUse) -> Abstract:
    shape, target = closed(use.shape), entries_of(use.made["target_shape"])
    if not shape or target is None:
        return UNKNOWN
    sizes = reshaped(shape[1:], target)
    return UNKNOWN if sizes is None else Tensor((shape[0], *sizes))


def _permute(use: LayerUse) -> Abstract:
    shape, dims = closed(use.shape), numbers_of(use.made["dims"])
    return Tensor(permuted(shape, [0, *dims]) if dims is not None else None)


def _repeat_vector(use: LayerUse) -> Abstract:
    shape = closed(use.shape, 2)
    return UNKNOWN if shape is None else Tensor((shape[0], use.size("n"), shape[1]))


def _merge(use: LayerUse) -> Abstract:
    """Keras lines up tensors of different rank in its own way."""
    several = use.called["inputs"]
    if not isinstance(several, Several) or not several.items:
        return UNKNOWN
    shapes = [None if isinstance(item, Rest) else shape_of(item) for item in several.items]
    if any(shape is None or len(shape) != len(shapes[0] or ()) for shape in shapes):
        return UNKNOWN
    if any(has_rest(shape or ()) for shape in shapes) and any(one != shapes[0] for one in shapes):
        return UNKNOWN
    return Tensor(broadcast_all(shapes))


def _concatenate(use: LayerUse) -> Abstract:
    return Tensor(concatenated(use.called["inputs"], use.made.whole("axis")))


def _einsum_dense(use: LayerUse) -> Abstract:
    """Sizes that the kernel brings in are those of the output's shape, which lacks the batch."""
    equation, target = use.made.text("equation"), use.made["output_shape"]
    sizes = entries_of(target)
    summed = einsum(equation, [use.shape, None], first=0) if equation is not None else None
    if summed is None or sizes is None or has_rest(summed) or len(summed) != len(sizes) + 1:
        return UNKNOWN
    return Tensor((summed[0], *(a or b for a, b in zip(summed[1:], sizes, strict=True))))


def _attention(use: LayerUse) -> Abstract:
    query = use.called.shape("query")
    if not query or use.called.flag("return_attention_scores") is not False:
        return None
    if "output_shape" not in use.made.arguments or use.made.is_none("output_shape"):
        return Tensor(query)
    width = use.made["output_shape"]
    return None if isinstance(width, Several) else Tensor((*query[:-1], size_of(width)))


CORE: Mapping[str, LayerRule] = {
    "like": _like,
    "along": _along,
    "einsum_dense": _einsum_dense,
    "grouped": _grouped,
    "merge": _merge,
    "concatenate": _concatenate,
    "dense": _dense,
    "embedding": _embedding,
    "flatten": _flatten,
    "attention": _attention,
    "permute": _permute,
    "repeat_vector": _repeat_vector,
    "reshape": _reshape,
    "spectral": _spectral,
}
