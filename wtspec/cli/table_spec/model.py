"""The layers and the model of a table's spec."""

from __future__ import annotations

from collections.abc import Sequence

from wtspec.cli.table_spec.inputs import FedInput
from wtspec.cli.table_spec.words import argument, scalar
from wtspec.data.table.columns import Target

_MOST_WAVES = 128
"""Numbers a row; with more of them each one alone says less."""

_WIDTH = 88

_WAVES = """\
  Waves:
    doc: Each number, and some bends of it that are learned as sums of waves.
    params: {waves: 8, units: 4}
    inputs: {x: [batch, features]}
    weights:
      frequency: {shape: [features, waves], initializer: {RandomNormal: {stddev: 0.5}}}
      kernel: {shape: [features, 2 * waves, units], initializer: glorot_uniform}
      bias: {shape: [features, units], initializer: zeros}
    call: |
      angle = 2 * pi * expand_dims(x, -1) * frequency
      wave = concatenate([sin(angle), cos(angle)], axis=-1)
      bend = relu(einsum("bfw,fwu->bfu", wave, kernel) + bias)
      return concatenate([x, reshape(bend, [batch, features * units])], axis=-1)"""

_MEAN_OF_WORDS = """\
  mean_of_words(vectors, words): |
    known = expand_dims(cast(words > 0, "float32"), -1)
    return sum(vectors * known, axis=1) / maximum(sum(known, axis=1), 1.0)"""


def layer_sections(inputs: Sequence[FedInput]) -> list[list[str]]:
    """The file's own functions and layers, those that it needs."""
    sections: list[list[str]] = []
    if any("mean_of_words" in one.term for one in inputs):
        sections.append(["functions:", _MEAN_OF_WORDS])
    if has_waves(inputs):
        sections.append(["layers:", _WAVES])
    return sections


def has_waves(inputs: Sequence[FedInput]) -> bool:
    """Whether the model looks at each number by itself."""
    return 0 < sum(one.width for one in inputs if one.is_scaled) <= _MOST_WAVES


def model_section(
    inputs: Sequence[FedInput], target: Target, scale: tuple[str, str] | None
) -> list[str]:
    """The section `model`.

    Args:
        inputs: Of the model.
        target: What it predicts.
        scale: What rescales its output to an amount's own units, and shifts it; None without.
    """
    return [
        "model:",
        "  inputs:",
        *(f"    {one.name}: {one.pattern}" for one in inputs),
        "  layers:",
        *(f"    {layer}" for one in inputs for layer in one.layers),
        *(["    waves: Waves"] if has_waves(inputs) else []),
        "    first: {Dense: {units: =width, activation: relu}}",
        "    second: {Dense: {units: =width, activation: relu}}",
        "    drop: {Dropout: =dropout}",
        *_head(target, scale),
        "  call: |",
        *_call(_terms(inputs)),
        "    x = drop(second(drop(first(x))))",
        f"    return {'head(x)' if scale is None else 'scale(head(x))'}",
    ]


def _terms(inputs: Sequence[FedInput]) -> list[str]:
    scaled = [one.term for one in inputs if one.is_scaled]
    others = [one.term for one in inputs if not one.is_scaled]
    return [f"waves({_joined(scaled)})", *others] if has_waves(inputs) else [*scaled, *others]


def _call(terms: Sequence[str]) -> list[str]:
    """The statement that joins all that the model is given."""
    line = f"    x = {_joined(terms)}"
    if len(line) <= _WIDTH:
        return [line]
    return ["    x = concatenate([", *(f"      {term}," for term in terms), "    ], axis=-1)"]


def _joined(terms: Sequence[str]) -> str:
    return terms[0] if len(terms) == 1 else f"concatenate([{', '.join(terms)}], axis=-1)"


def _head(target: Target, scale: tuple[str, str] | None) -> list[str]:
    if is_binary(target):
        second = "the probability of the second class, in sorted order"
        return [f"    head: {{Dense: {{units: 1, activation: sigmoid}}}}    # {second}"]
    if target.is_label:
        formula = scalar(f"=classes({argument(target.name)}) - 1")
        return [f"    head: {{Dense: {formula}}}    # an output for each class"]
    if scale is None:
        return ["    head: {Dense: 1}"]
    factor, offset = scale
    rescaling = f"{{scale: {factor}, offset: {offset}}}"
    return [
        "    head: {Dense: 1}",
        f"    scale: {{Rescaling: {rescaling}}}    # from about 1 to the target's own units",
    ]


def is_binary(target: Target) -> bool:
    """Whether it tells two classes."""
    return len(target.classes) == 2
