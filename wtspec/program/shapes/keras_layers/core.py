"""Dense layers, embeddings, normalization, attention, merging and reshaping."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.program.shapes.broadcast import broadcast_all
from wtspec.program.shapes.keras_layers.layer_use import LayerRule, LayerUse, closed
from wtspec.program.shapes.operations.arrange import permuted
from wtspec.program.shapes.operations.merge import concatenated
from wtspec.program.shapes.operations.reshape import REMAINING, reshaped
from wtspec.program.shapes.polynomial import ONE
from wtspec.program.shapes.values import (
    UNKNOWN,
    Abstract,
    Rest,
    Several,
    Tensor,
    entries_of,
    has_rest,
    numbers_of,
    shape_of,
    size_of,
)

ALIKE = [
    "Activation",
    "ActivityRegularization",
    "AlphaDropout",
    "BatchNormalization",
    "Dropout",
    "ELU",
    "GaussianDropout",
    "GaussianNoise",
    "GroupNormalization",
    "Identity",
    "LayerNormalization",
    "LeakyReLU",
    "Masking",
    "PReLU",
    "RMSNormalization",
    "ReLU",
    "Softmax",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
    "UnitNormalization",
]
"""Layers that give a tensor of their input's shape."""

MERGING = ("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract")


def _alike(use: LayerUse) -> Abstract:
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
    found = reshaped(shape[1:], target)
    return UNKNOWN if found is None else Tensor((shape[0], *found))


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


def _attention(use: LayerUse) -> Abstract:
    query = use.called.shape("query")
    if not query or use.called.flag("return_attention_scores") is not False:
        return None
    if "output_shape" not in use.made.arguments or use.made.is_none("output_shape"):
        return Tensor(query)
    width = use.made["output_shape"]
    return None if isinstance(width, Several) else Tensor((*query[:-1], size_of(width)))


CORE: Mapping[str, LayerRule] = {
    **dict.fromkeys(ALIKE, _alike),
    **dict.fromkeys(MERGING, _merge),
    "Concatenate": _concatenate,
    "Dense": _dense,
    "Embedding": _embedding,
    "Flatten": _flatten,
    "GroupQueryAttention": _attention,
    "MultiHeadAttention": _attention,
    "Permute": _permute,
    "RepeatVector": _repeat_vector,
    "Reshape": _reshape,
    "SpectralNormalization": _spectral,
}
