"""What is said of components, arguments and activations that do not exist."""

from __future__ import annotations

from typing import get_args

from wtspec.catalog import (
    Kind,
    Parameter,
    activations,
    component,
    component_aliases,
    component_names,
    excluded,
)
from wtspec.document import Mapping, Node, Scalar, Sequence
from wtspec.errors import did_you_mean, one_of
from wtspec.program.context import Context

KINDS: tuple[Kind, ...] = get_args(Kind)

FOREIGN = {
    "layer": {
        "Linear": "Dense",
        "Conv2d": "Conv2D",
        "Conv1d": "Conv1D",
        "BatchNorm1d": "BatchNormalization",
        "BatchNorm2d": "BatchNormalization",
        "BatchNorm": "BatchNormalization",
        "LayerNorm": "LayerNormalization",
        "GroupNorm": "GroupNormalization",
        "RMSNorm": "RMSNormalization",
        "MaxPool2d": "MaxPooling2D",
        "MultiheadAttention": "MultiHeadAttention",
    },
    "loss": {
        "CrossEntropyLoss": "SparseCategoricalCrossentropy",
        "BCELoss": "BinaryCrossentropy",
        "MSELoss": "MeanSquaredError",
        "L1Loss": "MeanAbsoluteError",
    },
    "argument": {
        "lr": "learning_rate",
        "out_features": "units",
        "hidden_size": "units",
        "out_channels": "filters",
        "stride": "strides",
        "p": "rate",
        "eps": "epsilon",
        "num_embeddings": "input_dim",
        "embedding_dim": "output_dim",
        "dim": "axis",
        "decay": "weight_decay",
    },
}
"""Names of other libraries, and of older Keras, for what Keras calls otherwise."""


def unknown_component(context: Context, name: Scalar, kind: Kind) -> None:
    """Notes a name that no component of the kind bears."""
    if kind == "layer" and context.names.open:
        return
    legal = list(component_names(kind))
    others = [*component_aliases(kind)]
    if kind == "layer":
        legal += context.names.layer_names
        others += activations()
    reason = excluded(kind, name.text)
    if reason is not None:
        context.report.error(
            "excluded-component",
            f"`{name.text}` is not part of the language: {reason}",
            name.span,
            help="declare a layer that does it" if kind == "layer" else None,
        )
        return
    other = next((k for k in KINDS if k != kind and component(k, name.text)), None)
    foreign = FOREIGN.get(kind, {}).get(name.text)
    lower = name.text[:1].islower()
    alike = [known for known in (*legal, *others) if known[:1].islower() == lower]
    hint = f"did you mean `{foreign}`?" if foreign else did_you_mean(name.text, alike)
    hint = hint or did_you_mean(name.text, (*legal, *others))
    known = hint is not None
    if hint is None and other is not None:
        hint = f"`{name.text}` is {with_article(other)}"
    if hint is None and name.text in activations():
        hint = f"`{name.text}` is an activation"
    context.report.error(
        f"unknown-{kind}",
        f"`{name.text}` is not a known {kind}",
        name.span,
        expected=None if known else one_of(legal),
        help=hint,
    )


def unknown_argument(
    context: Context, owner: str, key: Scalar, names: list[str], parameters: tuple[Parameter, ...]
) -> None:
    """Notes an argument that a component does not take."""
    if key.text == "name":
        help_ = "a layer is named by its key under `layers`, or by `name:` in the long form"
    else:
        foreign = FOREIGN["argument"].get(key.text)
        known = f"did you mean `{foreign}`?" if foreign in names else None
        help_ = known or did_you_mean(key.text, names)
        first = parameters[0] if parameters else None
        if help_ is None and first and "layer" in first.accepts and key.text[:1].isupper():
            help_ = f"write `{{{owner}: {{{first.name}: {{{key.text}: …}}}}}}`"
    context.report.error(
        "unknown-argument",
        f"`{owner}` has no argument `{key.text}`",
        key.span,
        expected=one_of(name for name in names if name != "name"),
        help=help_,
    )


def unknown_activation(context: Context, node: Scalar) -> None:
    """Notes a name that is no activation."""
    context.report.error(
        "unknown-activation",
        f"`{node.text}` is not a known activation",
        node.span,
        expected=one_of(activations()),
        help=did_you_mean(node.text, activations()),
    )


def with_article(kind: str) -> str:
    """The kind as one of its own: `an initializer`."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def shown(node: Node) -> str:
    """A value in a message."""
    if isinstance(node, Scalar):
        return f"`{node.text}`" if node.value is not None else "nothing"
    return "a list" if isinstance(node, Sequence) else "a mapping"


def indent_help(keys: list[str], node: Node) -> str | None:
    """A dedented block makes the arguments siblings of the class's name."""
    if not isinstance(node, Mapping) or not keys or not keys[0][:1].isupper():
        return None
    first = node.entries[keys[0]].value
    if isinstance(first, Scalar) and first.value is None:
        return f"indent the arguments of `{keys[0]}` deeper than its name"
    return None
