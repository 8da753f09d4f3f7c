"""What Keras's layers can't take is told at the call, or at the item of a `sequential`."""

import pytest

SPEC = """\
model:
  inputs: {{x: [batch, 64], z: [batch, 5, 7], i: [batch, 28, 28, 1], p: [batch, 3, 28, 28]}}
  layers:
    one: {layer}
  call: |
    y = one({given})
    return x
"""

FAULTS = {
    ("{Dense: 3}", "x[0]"): ("rank-mismatch", "`Dense` takes at least 2 axes, but `x[0]` has 1"),
    ("{Conv2D: [3, 3]}", "z"): ("rank-mismatch", "`Conv2D` takes 4 axes, but `z` has 3"),
    ("{Conv1D: [3, 3]}", "i"): ("rank-mismatch", "`Conv1D` takes 3 axes, but `i` has 4"),
    ("GlobalAveragePooling2D", "z"): ("rank-mismatch", "takes 4 axes"),
    ("{SpatialDropout1D: 0.5}", "x"): ("rank-mismatch", "takes 3 axes"),
    ("{ZeroPadding2D: 1}", "z"): ("rank-mismatch", "takes 4 axes"),
    ("{LSTM: 3}", "x"): ("rank-mismatch", "`LSTM` takes 3 axes, but `x` has 2"),
    ("{RepeatVector: 3}", "z"): ("rank-mismatch", "`RepeatVector` takes 2 axes"),
    ("{Bidirectional: {layer: {GRU: 3}}}", "x"): ("rank-mismatch", "`GRU` takes 3 axes"),
    ("{TimeDistributed: {layer: {Dense: 3}}}", "x"): ("rank-mismatch", "at least 3 axes"),
    ("{TimeDistributed: {layer: {Conv1D: [3, 3]}}}", "z"): (
        "rank-mismatch",
        "`Conv1D` takes 3 axes, but a step of `z` has 2",
    ),
    ("{Conv2D: {filters: 3, kernel_size: 5}}", "p"): (
        "window-too-large",
        "a window of 5 does not fit into an axis of 3 of `p`",
    ),
    ("{Conv1D: {filters: 3, kernel_size: 3, dilation_rate: 3}}", "z"): (
        "window-too-large",
        "a window of 7 does not fit into an axis of 5",
    ),
    ("{MaxPooling1D: 6}", "z"): ("window-too-large", "a window of 6"),
    ("{Conv2D: {filters: 4, kernel_size: 3, groups: 2}}", "i"): (
        "shape-mismatch",
        "2 groups don't divide the 1 channels of `i`",
    ),
    ("GroupNormalization", "z"): ("shape-mismatch", "32 groups don't divide the 7 channels"),
    ("{BatchNormalization: {axis: 2}}", "x"): ("axis-out-of-range", "`x` has no axis 2"),
    ("{LayerNormalization: {axis: [1, 3]}}", "z"): ("axis-out-of-range", "`z` has no axis 3"),
    ("{Reshape: [8, 9]}", "x"): ("shape-mismatch", "64 elements don't make 72"),
    ("{Permute: [1]}", "z"): ("rank-mismatch", "the order names 2 axes, but `z` has 3"),
    ("Add", "[x, x[:, 1:]]"): ("shape-mismatch", "`x` and `x[:, 1:]` do not broadcast"),
    ("Concatenate", "[x, z]"): ("rank-mismatch", "`x` and `z` have not the same number of axes"),
    ("{Concatenate: {axis: 1}}", "[z, z[..., 1:]]"): ("shape-mismatch", "7 meets 6 on axis 2"),
    ('{EinsumDense: {equation: "abc,cd->abd", output_shape: [null, 3]}}', "x"): (
        "einsum-mismatch",
        "`abc` has 3 letters, but `x` has 2 axes",
    ),
}


@pytest.mark.parametrize(("layer", "given"), FAULTS)
def test_what_a_layer_can_not_take_is_told(layer, given, fault):
    found = fault(SPEC.format(layer=_listed(layer), given=given))
    code, message = FAULTS[layer, given]
    assert found.code == code
    assert message in found.message


def _listed(layer):
    """Convolutions of two numbers: filters and window."""
    return layer.replace("[3, 3]}", "{filters: 3, kernel_size: 3}}") if "Conv" in layer else layer


@pytest.mark.parametrize(
    ("layer", "given"),
    [
        ("{Dense: 3}", "x"),
        ("{Dense: 3}", "i"),
        ("{Conv2D: {filters: 3, kernel_size: 28}}", "i"),
        ("{Conv2D: {filters: 3, kernel_size: 5, padding: same}}", "p"),
        ("{Conv2D: {filters: 3, kernel_size: 5, data_format: channels_first}}", "p"),
        ("{MaxPooling2D: {pool_size: 4, padding: same}}", "p"),
        ("{GroupNormalization: {groups: 7}}", "z"),
        ("{GroupNormalization: {groups: -1}}", "z"),
        ("{LayerNormalization: {axis: [1, 2]}}", "z"),
        ("{Bidirectional: {layer: {GRU: 3}}}", "z"),
        ("{TimeDistributed: {layer: {Conv1D: {filters: 3, kernel_size: 3}}}}", "i"),
        ("{Reshape: [8, -1]}", "x"),
        ("Add", "[x, x[:, :1]]"),
        ("Add", "[x, z]"),
        ("{Concatenate: {axis: 1}}", "[z, z[:, 1:]]"),
        ("{Embedding: {input_dim: 3, output_dim: 4}}", "i"),
        ("{UpSampling2D: 2}", "i"),
        ("{AveragePooling1D: 2}", "z[:, 9:]"),
    ],
)
def test_what_a_layer_takes_is_not_told(layer, given, codes):
    assert codes(SPEC.format(layer=layer, given=given)) == []


def test_channels_first_are_hinted_at(fault):
    found = fault(SPEC.format(layer="{Conv2D: {filters: 3, kernel_size: 5}}", given="p"))
    assert found.help == "channels come last in Keras, as in `[batch, 28, 28, 3]`"


def test_an_item_of_a_sequential_is_pointed_at(fault):
    found = fault("model: {inputs: {x: [batch, 8]}, sequential: [{Dense: 4}, {LSTM: 3}]}\n")
    line = found.span.source.lines[found.span.line - 1]
    assert line[found.span.column - 1 : found.span.end_column - 1] == "{LSTM: 3}"
    assert (found.received, found.message[-15:]) == ("its input: [batch, 4]", "its input has 2")


def test_a_layer_that_is_called_for_two_sizes_names_the_first_call(fault):
    found = fault(
        """\
model:
  inputs: {a: [batch, 8], b: [batch, 9]}
  layers: {shared: {Dense: 4}}
  call: shared(a) + shared(b)
"""
    )
    assert found.code == "shape-mismatch"
    assert "`shared` is made for 8 features by its first call, but `b` has 9" in found.message
    assert found.related[0].message == "the first call"


@pytest.mark.parametrize(
    "call",
    [
        "shared(a) + shared(a)",
        "mean(norm(a)) + mean(norm(b[:, :1]))",
        "shared(a) if training else shared(b)",
        "other(a) + shared(b)",
    ],
)
def test_layers_that_are_called_for_one_size_are_not_told(call, codes):
    text = f"""\
model:
  inputs: {{a: [batch, 8], b: [batch, 9]}}
  layers: {{shared: {{Dense: 4}}, other: {{Dense: 4}}, norm: LayerNormalization}}
  call: {call}
"""
    assert codes(text) == []
