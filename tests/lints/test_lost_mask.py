"""Masks that end before a layer that would heed them."""

import pytest

FILE = """\
wtspec: 1
layers:
  Scale: {{inputs: {{x: [..., f]}}, call: x * 2}}
  Crop: {{inputs: {{x: [batch, time, f]}}, call: "x[:, 1:]"}}
  Ended: {{inputs: {{x: [batch, time, f]}}, call: "x[:, 1:]", mask: end}}
  Half: {{inputs: {{x: [batch, time, f]}}, call: "x[:, ::2]", mask: "=mask[:, ::2]"}}
  Pool: {{inputs: {{x: [batch, time, f]}}, call: "mean(x, axis=1)"}}
  Tokens:
    inputs: {{ids: {{shape: [batch, time], dtype: int32}}}}
    layers: {{table: {{Embedding: {{input_dim: 5, output_dim: 4, mask_zero: true}}}}}}
    call: table(ids)
  Maybe:
    params: {{on: false}}
    inputs: {{x: [batch, time, f]}}
    call: x * 1
    mask: "=sum(x, axis=-1) != 0 if on else none"
  Block:
    inputs: {{x: [batch, time, f]}}
    layers: {{gru: {{GRU: {{units: =f, return_sequences: true}}}}}}
    call: x + gru({before})
  Heeding:
    inputs:
      x: [batch, time, f]
      mask: {{shape: [batch, time], dtype: bool, optional: true}}
    call: x if mask is none else x * cast(mask, "float32")[..., none]
  Wrap: {{wraps: {{inner: [..., u]}}, inputs: {{x: [..., f]}}, call: inner(x) * 2}}
model:
  inputs: {{tokens: {{shape: [batch, 8], dtype: int32}}}}
  {model}
"""
EMBED = "{Embedding: {input_dim: 5, output_dim: 4, mask_zero: true}}"


@pytest.fixture
def lost(warnings):
    def found(model, before="x"):
        text = FILE.format(model=model, before=before)
        return [one for one in warnings(text) if one.code == "lost-mask"]

    return found


def stack(*layers):
    return f"sequential: [{EMBED}, {', '.join(layers)}]"


@pytest.mark.parametrize(
    "layers",
    [
        ("Crop", "{GRU: 4}"),
        ("{Conv1D: {filters: 4, kernel_size: 3}}", "GlobalAveragePooling1D"),
        ("RMSNormalization", "{Bidirectional: {layer: {LSTM: 4}}}"),
        ("Crop", "Scale", "{Dense: 4}", "{GRU: 4}"),
        ("Crop", "Heeding"),
        ("Crop", "Block"),
        ("{Wrap: {inner: {Conv1D: {filters: 4, kernel_size: 3}}}}", "{GRU: 4}"),
    ],
)
def test_a_mask_that_ends_before_a_layer_that_heeds_it(lost, layers):
    (found,) = lost(stack(*layers))
    assert "ends at" in found.message


@pytest.mark.parametrize(
    "layers",
    [
        ("Scale", "{GRU: 4}"),
        ("Ended", "{GRU: 4}"),
        ("Half", "{GRU: 4}"),
        ("Maybe", "Crop", "{GRU: 4}"),
        ("Pool", "{Dense: 4}", "BatchNormalization"),
        ("{GRU: 4}", "BatchNormalization"),
        ("GlobalAveragePooling1D", "BatchNormalization"),
        ("Crop", "Pool"),
        ("Block", "Heeding", "{GRU: 4}"),
        ("{Wrap: {inner: {Dense: 4}}}", "{GRU: 4}"),
        ("{LSTM: {units: 4, return_sequences: true}}", "{GRU: 4}"),
        ("Flatten", "BatchNormalization"),
    ],
)
def test_a_mask_that_passes_or_is_used_up(lost, layers):
    assert lost(stack(*layers)) == []


def test_without_a_mask_nothing_is_lost(lost):
    embed = "{Embedding: {input_dim: 5, output_dim: 4}}"
    assert lost(f"sequential: [{embed}, Crop, {{GRU: 4}}]") == []


LAYERS = (
    f"layers: {{embed: {EMBED}, own: Tokens, gru: {{GRU: 4}}, blocks: {{layer: Scale, repeat: 2}}}}"
)


@pytest.mark.parametrize(
    ("call", "count"),
    [
        ("gru(2 * embed(tokens))", 1),
        ("gru(relu(own(tokens)))", 1),
        ("gru(2 * embed(tokens), mask=tokens != 0)", 0),
        ("gru(blocks(embed(tokens)))", 0),
        ("gru(2 * blocks(embed(tokens)))", 1),
        ("gru(embed(tokens)) * 2", 0),
    ],
)
def test_an_operation_in_a_body_ends_a_mask(lost, call, count):
    assert len(lost(f"{LAYERS}\n  call: {call}")) == count


def test_a_mask_that_ends_within_a_layer_is_told_there(lost):
    (found,) = lost(stack("Block"), before="2 * x")
    assert found.span.text == "2 * x"
