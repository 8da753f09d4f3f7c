"""What a layer's `build` takes, and which axes it looks at."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wtspec.program.declared import Layer, Use, Value
from wtspec.program.masks import is_told
from wtspec.shapes.algebra.shape import Shape
from wtspec.shapes.algebra.values import Abstract, Tensor
from wtspec.shapes.given import NONE
from wtspec.shapes.recorded import Built
from wtspec.shapes.run import Run

WEIGHTLESS = frozenset(
    [
        "Activation",
        "ActivityRegularization",
        "Add",
        "AlphaDropout",
        "Average",
        "AveragePooling1D",
        "AveragePooling2D",
        "AveragePooling3D",
        "Concatenate",
        "Cropping1D",
        "Cropping2D",
        "Cropping3D",
        "Dot",
        "Dropout",
        "ELU",
        "Flatten",
        "GaussianDropout",
        "GaussianNoise",
        "GlobalAveragePooling1D",
        "GlobalAveragePooling2D",
        "GlobalAveragePooling3D",
        "GlobalMaxPooling1D",
        "GlobalMaxPooling2D",
        "GlobalMaxPooling3D",
        "Identity",
        "LeakyReLU",
        "Masking",
        "MaxPooling1D",
        "MaxPooling2D",
        "MaxPooling3D",
        "Maximum",
        "Minimum",
        "Multiply",
        "Permute",
        "ReLU",
        "RepeatVector",
        "Rescaling",
        "Reshape",
        "Softmax",
        "SpatialDropout1D",
        "SpatialDropout2D",
        "SpatialDropout3D",
        "Subtract",
        "UnitNormalization",
        "UpSampling1D",
        "UpSampling2D",
        "UpSampling3D",
        "ZeroPadding1D",
        "ZeroPadding2D",
        "ZeroPadding3D",
    ]
)
"""Layers whose `build` makes nothing that the first call would not make as well."""

BUILT_LATE = re.compile(
    "Add|Average|Concatenate|Cropping.*|Dot|Flatten|Maximum|Minimum|Multiply|Permute|RepeatVector"
    "|Rescaling|Subtract|UpSampling.*|ZeroPadding.*"
)
"""Those of them that count as unbuilt until they are called: Keras warns of a layer with such a
one that has no `build`, once it is loaded."""

LAST_AXIS = frozenset(
    [
        "Conv1D",
        "Conv1DTranspose",
        "Conv2D",
        "Conv2DTranspose",
        "Conv3D",
        "Conv3DTranspose",
        "Dense",
        "DepthwiseConv1D",
        "DepthwiseConv2D",
        "GRU",
        "LSTM",
        "SeparableConv1D",
        "SeparableConv2D",
        "SimpleRNN",
    ]
)
"""Layers whose weights are sized by the last axis alone."""

AXIS_OF_CHOICE = frozenset(
    ("BatchNormalization", "GroupNormalization", "LayerNormalization", "RMSNormalization")
)
"""Layers of which the same holds unless they are given another axis."""

NO_AXIS = frozenset(("Embedding",))
ALL_AXES = frozenset(
    [
        "Bidirectional",
        "EinsumDense",
        "PReLU",
        "RNN",
        "SpectralNormalization",
        "TimeDistributed",
    ]
)
"""Layers that may look at any axis."""

ATTENTION = frozenset(("GroupQueryAttention", "MultiHeadAttention"))


def needs_build(layer: Value) -> bool:
    """Whether a sublayer is left without something if only its first call builds it."""
    return not (
        isinstance(layer, Use)
        and not isinstance(layer.component, str)
        and layer.component.name in WEIGHTLESS
    )


def is_built_late(layer: Value) -> bool:
    """Whether a sublayer counts as unbuilt until it is called, though it makes nothing then."""
    return (
        isinstance(layer, Use)
        and not isinstance(layer.component, str)
        and BUILT_LATE.fullmatch(layer.name) is not None
    )


def looks_at_last_axis(layer: Value) -> bool | None:
    """Whether `build` looks at the last axis and no other; None where it looks at none."""
    if not isinstance(layer, Use) or isinstance(layer.component, str):
        return False
    name = layer.component.name
    if name in NO_AXIS:
        return None
    given = dict(layer.arguments)
    if name == "Bidirectional":
        return looks_at_last_axis(given["layer"]) if "backward_layer" not in given else False
    if name in AXIS_OF_CHOICE:
        return "axis" not in given
    return name in LAST_AXIS and "data_format" not in given


def built_with(
    run: Run, layer: Value, positional: tuple[Abstract, ...], keywords: Mapping[str, Abstract]
) -> Built | None:
    """The shapes for a layer's `build`, from the arguments of its first call."""
    if not isinstance(layer, Use):
        return None
    if isinstance(layer.component, str):
        declared = run.layers.get(layer.component)
        return _declared(declared, positional, keywords) if declared is not None else None
    names = [parameter.name for parameter in layer.component.call]
    given = {**dict(zip(names, positional, strict=False)), **keywords}
    name = layer.component.name
    if name in LAST_AXIS | AXIS_OF_CHOICE | NO_AXIS | ALL_AXES:
        return _shapes([given.get(names[0])])
    if name in ATTENTION:
        key = [given["key"]] if given.get("key", NONE) != NONE else []
        return _shapes([given.get("query"), given.get("value"), *key])
    return None


def takes_optional(run: Run, layer: Value) -> bool:
    """Whether what a layer is built for depends on which of its inputs a call gives."""
    declared = run.layers.get(layer.name) if isinstance(layer, Use) else None
    if declared is None or not isinstance(layer, Use) or not isinstance(layer.component, str):
        return False
    return any(one.optional and is_told(one) for one in declared.inputs)


def _declared(
    layer: Layer, positional: tuple[Abstract, ...], keywords: Mapping[str, Abstract]
) -> Built | None:
    if layer.states or not layer.inputs:
        return None
    given = {
        **dict(zip((one.name for one in layer.inputs), positional, strict=False)),
        **keywords,
    }
    inputs = [one for one in layer.inputs if is_told(one)]
    values = [given.get(one.name, NONE if one.optional else None) for one in inputs]
    while values and values[-1] == NONE:
        values.pop()
    return _shapes(values)


def _shapes(values: list[Abstract]) -> Built | None:
    shapes: list[Shape | None] = []
    for value in values:
        if value == NONE:
            shapes.append(None)
            continue
        if not isinstance(value, Tensor) or value.shape is None:
            return None
        shapes.append(value.shape)
    return tuple(shapes)
