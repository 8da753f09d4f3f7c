"""Weights that train without a loss."""

import pytest

from tests.lints.conftest import one_layer, trained

WEIGHT = "weights: {w: {shape: [dim], initializer: ones}}"
TWO_OUTPUTS = """\
layers: {a: {Dense: 1}, b: SECOND}
call: |
  return {"a": a(x), "b": b(x)}
"""


CUT = [
    "return x + stop_gradient(w)",
    "return x * cast(argmax(w), 'float32')",
    "return where(w > 0, x, -x)",
    "return x * round(w)",
    'return x * cast(w, "int32")',
    "y = stop_gradient(x * w)\nfor i in range(2):\n  y = y + 1\nreturn y",
    'add_metric("size", mean(w))\nreturn x',
    "return x * shape(w)[0]",
    "return x * hard(w)",
]
PASSED = [
    "return x * w",
    "add_loss(mean(square(w)))\nreturn x",
    "return x + w + stop_gradient(round(w) - w)",
    "y = w\nif ndim(x) > 2:\n  y = stop_gradient(w)\nelse:\n  y = w\nreturn x * y + w",
    "y = x\nlast = w\nfor i in range(2):\n  y = y + last\n  last = w * y\nreturn y",
    "return take(w, cast(x > 0, 'int32'))",
    "return where(x > 0, 2 * w, x)",
    "return x * soft(w)",
]


@pytest.mark.parametrize("call", CUT)
def test_a_weight_whose_gradients_end_on_the_way(call, told):
    text = one_layer(call, WEIGHT) + "functions: {hard(x): 2 * stop_gradient(x)}\n"
    assert told(text) == [("no-gradient", "w")]


@pytest.mark.parametrize("call", PASSED)
def test_a_weight_that_some_gradient_reaches(call, codes):
    text = one_layer(call, WEIGHT) + "functions: {soft(x): x + stop_gradient(x)}\n"
    assert codes(text) == []


@pytest.mark.parametrize(
    "more", ["trainable: false", "dtype: int32", "regularizer: l2", "trainable: =dim > 3"]
)
def test_a_weight_that_need_not_train(more, codes):
    parts = f"weights: {{w: {{shape: [dim], initializer: ones, {more}}}}}"
    assert codes(one_layer("return x + stop_gradient(w)", parts)) == []


def test_a_weight_that_another_layer_reads(codes):
    text = trained("layers: {t: Thing}\ncall: t(x[:, None]) * t.w")
    layer = one_layer("return x + stop_gradient(w)", WEIGHT).removeprefix("wtspec: 1\n")
    assert codes(text + layer) == []


def test_a_value_that_was_set_before_passes_gradients(codes):
    parts = (
        "weights: {w: {shape: [dim], initializer: ones},"
        " seen: {shape: [dim], initializer: ones, trainable: false}}"
    )
    call = "if training:\n  assign(seen, w * 2)\nreturn x * seen"
    assert codes(one_layer(call, parts)) == []


def test_a_sublayer_of_an_output_without_a_loss(warnings):
    model = TWO_OUTPUTS.replace("SECOND", "{Dense: 1}")
    (found,) = warnings(trained(model, "loss: {a: mse}", targets="{a: =y}"))
    assert found.code == "no-gradient"
    assert "`b`" in found.message
    assert found.help == "give the output `b` a loss, or declare `trainable: false`"


@pytest.mark.parametrize(
    "second",
    [
        "Flatten",
        "{Normalization: -1}",
        "{layer: {Dense: 1}, trainable: false}",
        "{Dense: {units: 1, trainable: false}}",
        "{Dense: {units: 1, activity_regularizer: l2}}",
    ],
)
def test_a_sublayer_of_an_output_without_a_loss_that_need_not_train(second, codes):
    model = TWO_OUTPUTS.replace("SECOND", second)
    assert codes(trained(model, "loss: {a: mse}", targets="{a: =y}")) == []


@pytest.mark.parametrize(
    "second",
    [
        "{LSTM: 2}",
        "{TimeDistributed: {layer: {Dense: 1}}}",
        "{RNN: {cell: {GRUCell: 2}}}",
        "{Bidirectional: {layer: {LSTM: 2}}}",
    ],
)
def test_layers_that_hold_layers_train(second, codes):
    model = TWO_OUTPUTS.replace("SECOND", second).replace("b(x)", "b(reshape(x, (-1, 4, 4)))")
    assert codes(trained(model, "loss: {a: mse}", targets="{a: =y}")) == ["no-gradient"]


def test_every_output_has_the_loss_that_is_written_once(codes):
    model = TWO_OUTPUTS.replace("SECOND", "{Dense: 1}")
    assert codes(trained(model, "loss: mse", targets="{a: =y, b: =y}")) == []


def test_without_a_loss_only_added_ones_count(told):
    model = (
        "layers: {a: {Dense: 1}, b: {Dense: 1}}\ncall: |\n"
        "  add_loss(mean(a(x)))\n  return a(x) + b(x)\n"
    )
    assert told(trained(model, "", targets="null")) == [("no-gradient", "b")]


GROUP = "loss: {a: mse}\ngroups: [{match: GLOB, trainable: false}]"


@pytest.mark.parametrize("glob", ["b/**", '"**"', '"*/kernel"'])
def test_a_group_may_freeze_what_has_no_loss(glob, codes):
    text = trained(TWO_OUTPUTS.replace("SECOND", "{Dense: 1}"), GROUP, targets="{a: =y}")
    assert codes(text.replace("GLOB", glob)) == []


def test_a_group_of_other_weights_changes_nothing(codes):
    text = trained(TWO_OUTPUTS.replace("SECOND", "{Dense: 1}"), GROUP, targets="{a: =y}")
    assert codes(text.replace("GLOB", "a/**")) == ["no-gradient"]


LAYERS = """\
layers:
  Pays:
    inputs: {x: [batch, d]}
    call: |
      add_loss(mean(square(x)))
      return stop_gradient(x)
  Blocks:
    inputs: {x: [batch, d]}
    call: stop_gradient(x)
  Wraps:
    wraps: {inner: [batch, d]}
    inputs: {x: [batch, d]}
    call: inner(stop_gradient(x))
"""


@pytest.mark.parametrize(
    ("inner", "expected"), [("Blocks", ["no-gradient"]), ("Pays", []), ("Dense: 3", [])]
)
def test_gradients_go_as_far_as_layers_let_them(inner, expected, codes):
    model = f"sequential: [{{Dense: 16}}, {inner if inner != 'Dense: 3' else '{Dense: 3}'}]"
    assert codes(trained(model) + LAYERS) == expected


def test_a_wrapper_may_do_anything_with_the_layer_that_it_wraps(codes):
    model = "sequential: [{Wraps: {inner: {Dense: 1}}}]"
    assert codes(trained(model) + LAYERS) == []


TWO = """\
layers:
  Two:
    inputs: {x: [batch, d]}
    layers: {first: {Dense: 1}, second: {Dense: 1}}
    call: return first(x), second(x)
  Named:
    inputs: {x: [batch, d]}
    layers: {first: {Dense: 1}, second: {Dense: 1}}
    call: |
      return {"a": first(x), "b": second(x)}
  Holder:
    wraps: {inner: [batch, 1]}
    inputs: {x: [batch, d]}
    call: |
      a, b = inner(x)
      return a
"""
MIDDLE = """\
  Middle:
    inputs: {x: [batch, d]}
    layers: {inner: Two}
    call: |
      a, b = inner(x)
      return b, a
"""


@pytest.mark.parametrize(
    ("layer", "call", "untrained"),
    [
        ("Two", "a, b = t(x)\nreturn a", ["second"]),
        ("Two", "a, b = t(x)\nreturn b", ["first"]),
        ("Two", "out = t(x)\nreturn out[0]", ["second"]),
        ("Two", "a, b = t(x)\nreturn a + stop_gradient(b)", ["second"]),
        ("Named", 'return t(x)["b"]', ["first"]),
        ("Named", 'out = t(x)\nreturn out["a"] * 2', ["second"]),
        ("Middle", "b, a = t(x)\nreturn a", ["second"]),
        ("Middle", "b, a = t(x)\nreturn b", ["first"]),
    ],
)
def test_an_output_of_a_layer_that_no_use_of_it_needs(layer, call, untrained, told):
    lines = "".join(f"  {line}\n" for line in call.split("\n"))
    text = trained(f"layers: {{t: {layer}}}\ncall: |\n{lines}") + TWO
    text += MIDDLE if layer == "Middle" else ""
    assert told(text) == [("no-gradient", name) for name in untrained]


@pytest.mark.parametrize(
    ("layers", "call"),
    [
        ("t: Two", "a, b = t(x)\nreturn a + b"),
        ("t: Two", "a, b = t(x)\nadd_loss(mean(b))\nreturn a"),
        ("t: Two", "out = t(x)\nif training:\n  out = t(x)\nreturn out[0]"),
        ("t: Two, u: Two", "a, b = t(x)\nc, d = u(x)\nreturn a + d"),
        ("t: {Holder: {inner: Two}}", "return t(x)"),
        ("t: {TimeDistributed: {layer: Two}}", "a, b = t(reshape(x, (-1, 4, 4)))\nreturn a"),
    ],
)
def test_an_output_of_a_layer_that_some_use_of_it_may_need(layers, call, codes):
    lines = "".join(f"  {line}\n" for line in call.split("\n"))
    assert codes(trained(f"layers: {{{layers}}}\ncall: |\n{lines}") + TWO) == []


def test_an_output_that_serves_a_layer_beside_the_model(codes):
    text = trained("layers: {t: Two}\ncall: t(x)[0]") + TWO + MIDDLE
    assert codes(text) == []


def test_a_layer_that_no_loss_reaches_is_told_of_once(told):
    text = trained("layers: {t: Two, d: {Dense: 1}}\ncall: d(x) + stop_gradient(t(x)[0])") + TWO
    assert told(text) == [("no-gradient", "t")]
