"""What Keras's own layers do with masks."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from wtspec.errors import Span
from wtspec.language import tree as t
from wtspec.lints.names import names
from wtspec.program.declared import Use, Value

PASSING = names(
    """
    Activation ActivityRegularization Add AlphaDropout Average BatchNormalization Concatenate Dense
    Dropout ELU GaussianDropout GaussianNoise GroupNormalization Identity LayerNormalization
    LeakyReLU Maximum Minimum Multiply Normalization PReLU ReLU Rescaling Softmax SpatialDropout1D
    SpatialDropout2D SpatialDropout3D Subtract TimeDistributed UnitNormalization
    AdditiveAttention Attention GroupQueryAttention MultiHeadAttention
    """
)
"""Layers whose output bears the mask of the first thing that they are called on."""

RECURRENT = names("Bidirectional ConvLSTM1D ConvLSTM2D ConvLSTM3D GRU LSTM RNN SimpleRNN")
"""Layers that consume the mask, unless they give a sequence."""

LOSING = names(
    """
    AveragePooling1D AveragePooling2D Conv1D Conv1DTranspose Conv2D Cropping1D DepthwiseConv1D
    EinsumDense MaxPooling1D MaxPooling2D Permute RMSNormalization SeparableConv1D
    SpectralNormalization UpSampling1D ZeroPadding1D
    """
)
"""Layers that lose the mask, though what they give has steps as before."""


class Mask(Struct, frozen=True):
    """A mask that a value bears, or would bear if it had not ended.

    Attributes:
        source: The name of the layer that made it.
        made: Where that is called.
        ended: Where it ended, with what ended it; None while the value bears it.
    """

    source: str
    made: Span
    ended: tuple[Span, str] | None = None


State = Mask | None
"""None where there is no mask, or nothing is known of one."""


def of_keras(use: Use, name: str, first: State, span: Span) -> State:
    """The mask of what one of Keras's layers gives.

    Args:
        name: Of the sublayer.
        first: The mask of what it is called on.
        span: Of the call.
    """
    given = dict(use.arguments)
    if use.name == "Masking" or (use.name == "Embedding" and _is_true(given.get("mask_zero"))):
        return Mask(name, span)
    if use.name in PASSING:
        return first
    if use.name in RECURRENT:
        return first if _gives_sequence(use, given) else None
    if use.name in LOSING and first is not None:
        return first if first.ended else Mask(first.source, first.made, (span, f"`{name}`"))
    return None


def _gives_sequence(use: Use, given: Mapping[str, Value]) -> bool:
    if use.name == "Bidirectional":
        inner = given.get("layer")
        return isinstance(inner, Use) and _gives_sequence(inner, dict(inner.arguments))
    return _is_true(given.get("return_sequences")) and "return_state" not in given


def _is_true(value: Value | None) -> bool:
    return isinstance(value, t.Value) and value.value is True
