"""Blocks that can't be scanned, told before any model is built."""

import pytest

FILE = """\
layers:
  Inner:
    params: {{rate: 0.0, start: 0.0}}
    inputs: {{x: [..., dim]}}
    weights: {{k: {{shape: [dim], initializer: =start}}}}
    layers: {{drop: {{Dropout: =rate}}}}
    call: drop(x * k)
  Block:
    params: {{a: 0.0, n: 4, init: {{type: initializer, default: ones}}, late: =2 * a}}
    inputs: {{x: [batch, dim]}}
    weights:
      w: {{shape: [dim], initializer: =init}}
      v: {{shape: [dim], initializer: =a * random.normal(shape){weight}}}
    layers: {{inner: {{Inner: {{start: =late{inner}}}}}}}
    call: inner(x * w + v){call}
model:
  inputs: {{x: [batch, 4]}}
  layers:
    blocks: {{layer: {{Block: {{a: =index, n: =index + 1{given}}}}}, repeat: 2, scan: true}}
  call: blocks(x)
"""


def file(**parts):
    return FILE.format(**{"weight": "", "inner": "", "call": "", "given": "", **parts})


@pytest.mark.parametrize(
    "given", ["", ", init: {Constant: =index}", ", init: {RandomNormal: {seed: =index}}"]
)
def test_an_index_may_reach_initializers_by_any_way(codes, given):
    assert codes(file(given=given)) == []


@pytest.mark.parametrize(
    ("parts", "what", "ends"),
    [
        ({"call": " + late"}, "what they compute", "late"),
        ({"call": " if n > 1 else x"}, "what they compute", "n"),
        ({"weight": ", regularizer: {L2: =a}"}, "the regularizer of `v`", "a"),
        ({"weight": ", constraint: =v * late"}, "the constraint of `v`", "late"),
        ({"weight": ", when: n > 1"}, "the existence of `v`", "n"),
        ({"weight": ", lr_scale: =n"}, "the learning rate of `v`", "n"),
        ({"weight": ", trainable: =n > 1"}, "the training of `v`", "n"),
        ({"inner": ", rate: =late"}, "`rate`", "rate"),
    ],
)
def test_what_an_index_makes_differ_is_told_with_where_it_ends(fault, parts, what, ends):
    found = fault(file(**parts))
    assert (found.code, found.message) == (
        "scan-index",
        f"`index` makes the blocks of `blocks` differ in {what}",
    )
    (related,) = found.related
    assert related.span.text == ends


KERAS = """\
model:
  inputs: {{x: [batch, 4]}}
  layers:
    blocks: {{layer: {layer}, repeat: 2, scan: true}}
  call: {call}
"""


@pytest.mark.parametrize(
    ("layer", "codes_"),
    [
        ("{Dense: {units: 4, kernel_initializer: {Constant: =index}}}", []),
        ("{Dense: {units: 4, kernel_regularizer: {L2: =index}}}", ["scan-index"]),
        ("{Dense: {units: =4 + 0 * index}}", ["scan-index"]),
        ("{TimeDistributed: {layer: {Dense: {units: =4 + 0 * index}}}}", ["scan-index"]),
        ("{Dense: 5}", ["scan-carry"]),
        ("Flatten", []),
        ("{Reshape: [2, 2]}", ["scan-carry"]),
    ],
)
def test_layers_of_keras_are_looked_into(codes, layer, codes_):
    assert codes(KERAS.format(layer=layer, call="blocks(x)")) == codes_


@pytest.mark.parametrize(
    ("call", "codes_"),
    [
        ("blocks(blocks(x)) * len(blocks)", []),
        ("x if blocks is none else blocks(x)", []),
        ("blocks[0](x)", ["scan-apart"]),
        ("blocks[1:](x)", ["scan-apart"]),
        ("blocks(x) @ blocks[0].kernel", ["scan-apart"]),
        ("sum([block(x) for block in blocks])", ["scan-apart"]),
    ],
)
def test_blocks_are_called_all_together(codes, call, codes_):
    assert codes(KERAS.format(layer="{Dense: 4}", call=call)) == codes_


TRAINED = """\
layers:
  Deep:
    inputs: {x: [batch, dim]}
    sequential: [{layer: {Dense: =dim}, repeat: 2, scan: true}]
model:
  inputs: {x: [batch, 4]}
  sequential: [Deep]
train: {epochs: 1, loss: MeanSquaredError, optimizer: %s}
"""


@pytest.mark.parametrize(
    ("optimizer", "codes_"),
    [
        ("Adam", []),
        ("{SGD: {clipvalue: 1.0}}", []),
        ("{SGD: {clipnorm: null}}", []),
        ("{SGD: {clipnorm: 1.0}}", ["scan-optimizer"]),
        ("Muon", ["scan-optimizer"]),
        ("{LossScaleOptimizer: {inner_optimizer: Adafactor}}", ["scan-optimizer"]),
    ],
)
def test_an_optimizer_steps_number_by_number(codes, optimizer, codes_):
    assert codes(TRAINED % optimizer) == codes_
    assert codes((TRAINED % optimizer).replace(", scan: true", "")) == []


def test_layers_within_layers_are_looked_at_once_each_however_often_they_stand(codes):
    inner = "{{params: {{p: 0.0}}, inputs: {{x: [batch, dim]}}, {rest}}}"
    ends = inner.format(rest="weights: {w: {shape: [dim], initializer: =p}}, call: x * w")
    lines = ["layers:", f"  L30: {ends}"]
    for level in range(29, 0, -1):
        use = f"{{L{level + 1}: {{p: =p}}}}"
        rest = f"layers: {{a: {use}, b: {use}}}, call: a(b(x))"
        lines.append(f"  L{level}: {inner.format(rest=rest)}")
    lines += [
        "model:",
        "  inputs: {x: [batch, 4]}",
        "  layers: {blocks: {layer: {L1: {p: =index}}, repeat: 2, scan: true}}",
        "  call: blocks(x)",
    ]
    assert codes("\n".join(lines)) == []
