"""What nothing uses."""

import pytest

from tests.lints.conftest import one_layer, trained

PROBE = """\
  Probe:
    inputs: {x: [batch, time, dim]}
    call: |
      add_metric("size", mean(x))
      return x
"""
WEIGHT = "weights: {w: {shape: [dim], initializer: ones}}"


def test_a_weight_that_no_line_reads(told):
    assert told(one_layer("return x", WEIGHT)) == [("unused-weight", "w")]


def test_a_weight_whose_only_reader_is_a_dead_local(told):
    assert told(one_layer("y = x * w\nreturn x", WEIGHT)) == [("unused-weight", "w")]


@pytest.mark.parametrize(
    "call",
    [
        "return x * w",
        "y = x * w\nreturn y if ndim(x) > 2 else x",
        "add_loss(mean(square(w)))\nreturn x",
        'add_metric("size", mean(w))\nreturn x',
        "y = x\nfor i in range(2):\n  y = y * w\nreturn y",
        "a, b = w, x\nreturn a + b",
        "return sum(stack([x * w for i in range(2)], axis=0), axis=0)",
        "previous = x\ny = x\nfor i in range(3):\n  y = y + previous\n  previous = w\nreturn y",
    ],
)
def test_a_weight_on_which_something_depends(call, codes):
    assert "unused-weight" not in codes(one_layer(call, WEIGHT))


def test_a_weight_that_is_only_set_is_there_to_be_looked_at(codes):
    parts = "weights: {seen: {shape: [dim], initializer: zeros, trainable: false}}"
    call = "if training:\n  assign(seen, mean(x, axis=(0, 1)))\nreturn x"
    assert codes(one_layer(call, parts)) == []


def test_a_weight_that_another_layer_reads(codes):
    text = trained("layers: {t: Thing}\ncall: t(x[:, None]) * t.w")
    assert codes(text + one_layer("return x", WEIGHT).removeprefix("wtspec: 1\n")) == []


def test_an_input_that_no_line_reads(told):
    text = "wtspec: 1\nlayers:\n  L:\n    inputs: {x: [batch, d], y: [batch, d]}\n    call: x\n"
    assert told(text) == [("unused-input", "y")]


@pytest.mark.parametrize(
    "layer",
    [
        "{inputs: {x: [batch, d], like: [batch, n]}, call: 'x + n'}",
        "{inputs: {x: [batch, d], like: [batch, n]}, call: 'reshape(x, (shape(like)[0], d))'}",
        "{inputs: {x: [_], m: {shape: [_], optional: true}}, call: 'x if m is none else -x'}",
        "{inputs: {x: [batch, d], like: [batch, n]}, layers: {dense: {Dense: =n}}, call: dense(x)}",
        "{inputs: {x: [batch, d], like: [batch, n]}, params: {k: =2 * n}, call: x * k}",
    ],
)
def test_an_input_whose_value_or_size_is_read(layer, codes):
    assert codes(f"wtspec: 1\nlayers:\n  L: {layer}\n") == []


def test_an_input_of_the_model(told):
    text = trained("sequential: [{Dense: 1}]").replace(
        "{x: [batch, 16]}", "{x: [batch, 16], z: [batch]}"
    )
    text = text.replace("sequential: [{Dense: 1}]", "layers: {d: {Dense: 1}}\n  call: d(x)")
    text = text.replace("inputs: {x: =x}", "inputs: {x: =x, z: =y}")
    assert told(text) == [("unused-input", "z")]


def test_a_sublayer_that_is_not_called(told):
    parts = "layers: {a: {Dense: =dim}, b: {Dense: =dim}}"
    assert told(one_layer("return a(x)", parts)) == [("unused-sublayer", "b")]


def test_a_sublayer_whose_value_is_lost(told):
    parts = "layers: {drop: {Dropout: 0.1}}"
    assert told(one_layer("y = drop(x)\nreturn x", parts)) == [("unused-sublayer", "drop")]


@pytest.mark.parametrize(
    ("layer", "call"),
    [
        ("{layer: {Dense: =dim}, repeat: 2}", "return a[1](a[0](x))"),
        ("{layer: {Dense: =dim}, repeat: 2}", "for one in a:\n  x = one(x)\nreturn x"),
        ("{Dense: =dim}", "return x @ a.kernel"),
        ("{Dense: {units: =dim, activity_regularizer: l2}}", "y = a(x)\nreturn x"),
        ("{TimeDistributed: {layer: ActivityRegularization}}", "y = a(x)\nreturn x"),
        ("Probe", "y = a(x)\nreturn x"),
    ],
)
def test_a_sublayer_that_gives_or_does_something(layer, call, codes):
    assert codes(one_layer(call, f"layers: {{a: {layer}}}") + PROBE) == []


def test_a_wrapped_layer_that_is_not_called(told):
    text = (
        "wtspec: 1\nlayers:\n  W: {wraps: {inner: [batch, d]}, inputs: {x: [batch, d]}, call: x}\n"
    )
    assert told(text) == [("unused-sublayer", "inner")]


def test_a_param_of_a_layer(told):
    text = one_layer("return x * scale", "params: {scale: 2.0, rate: 0.1}")
    assert told(text) == [("unused-param", "rate")]


@pytest.mark.parametrize(
    "layer",
    [
        "{params: {n: 2}, inputs: {x: [batch, n]}, call: x}",
        "{params: {n: 2}, inputs: {x: [batch, d]}, call: 'x[:, :n]', returns: [batch, n]}",
        "{params: {n: 2, m: =2 * n}, inputs: {x: [batch, d]}, call: x * m}",
        "{params: {n: 2}, inputs: {x: [batch, d]}, layers: {a: {Dense: =n}}, call: a(x)}",
        "{params: {n: 2}, inputs: {x: [_]}, layers: {a: {layer: relu, repeat: n}}, call: a(x)}",
        "{params: {f: {type: activation, default: relu}}, inputs: {x: [batch, d]}, call: f(x)}",
        "{params: {f: {type: layer, default: ELU}}, inputs: {x: [_]}, layers: {a: =f}, call: a(x)}",
    ],
)
def test_a_param_that_something_is_made_with(layer, codes):
    assert codes(f"wtspec: 1\nlayers:\n  L: {layer}\n") == []


@pytest.mark.parametrize(
    "field",
    [
        "shape: [d, n], initializer: ones",
        "shape: [d], initializer: =n",
        "shape: [d], initializer: {RandomNormal: {stddev: =n}}",
        "shape: [d], initializer: {Orthogonal: {gain: =n}}",
        "shape: [d], initializer: ones, regularizer: {L2: =n}",
        'shape: [d], initializer: ones, regularizer: "=n * sum(w)"',
        "shape: [d], initializer: ones, constraint: {MaxNorm: =n}",
        "shape: [d], initializer: ones, constraint: '=clip(w, 0, n)'",
        "shape: [d], initializer: ones, when: n > 1",
        "shape: [d], initializer: ones, trainable: =n > 1",
        "shape: [d], initializer: ones, autocast: =n > 1",
    ],
)
def test_a_param_that_a_field_of_a_weight_reads(field, codes):
    layer = "L:\n    params: {n: 2}\n    inputs: {x: [batch, d]}\n    weights:\n"
    text = f"wtspec: 1\nlayers:\n  {layer}      w: {{{field}}}\n    call: sum(x) * sum(w)\n"
    assert codes(text) == []


def test_an_input_whose_size_a_weight_begins_with(codes):
    layer = "L:\n    inputs: {x: [batch, d], like: [batch, n]}\n    weights:\n"
    weight = "w: {shape: [d], initializer: {Constant: =n}}"
    text = f"wtspec: 1\nlayers:\n  {layer}      {weight}\n    call: x * w\n"
    assert codes(text) == []


def test_a_param_that_only_a_requirement_reads(codes):
    text = "wtspec: 1\nlayers:\n  L:\n    params: {n: 3}\n    inputs: {x: [batch, dim]}\n"
    assert codes(text + "    requires: [n < 4]\n    call: x * 2\n") == []


def test_a_param_of_the_file(told):
    text = trained("sequential: [{Dense: 1}]") + "params: {width: 3}\n"
    assert told(text) == [("unused-param", "width")]


@pytest.mark.parametrize(
    ("model", "train", "data"),
    [
        ("sequential: [{Dense: =width - 2}]", "loss: mse", ""),
        ("doc: 1\nsequential: [{Dense: 1}]", "loss: mse\nclip_norm: =width", ""),
        ("sequential: [{Dense: 1}]", "loss: mse", "batch_size: =width"),
        ("sequential: [{Dense: 1}]", "loss: =mean(square(y_true - y_pred) * width, axis=-1)", ""),
    ],
)
def test_a_param_of_the_file_that_any_section_reads(model, train, data, codes):
    text = trained(model, train, data) + "params: {width: 3}\n"
    assert codes(text.replace("doc: 1", "doc: no width")) == []


def test_a_param_of_the_file_that_is_only_talked_about(codes):
    text = trained("doc: Has a width.\nsequential: [{Dense: 1}]") + "params: {width: 3}\n"
    assert codes(text) == ["unused-param"]


def test_a_param_of_the_file_that_is_only_talked_about_in_a_part(codes):
    model = "layers: {dense: {layer: {Dense: 1}, doc: Of width.}}\ncall: dense(x)"
    text = trained(model) + "params: {width: 3}\n"
    assert codes(text) == ["unused-param"]


@pytest.mark.parametrize(
    ("model", "train"),
    [
        ("layers: {doc: {Dense: =width}}\ncall: doc(x)", "loss: mse"),
        ("weights: {doc: {shape: [=16 * width], initializer: ones}}\ncall: x @ doc", "loss: mse"),
        ("layers: {doc: {layer: {Dense: =width}, doc: Of it.}}\ncall: doc(x)", "loss: mse"),
        ("sequential: [{Dense: 1}]", "loss: mse\nmetrics: {doc: =mean(y_pred) * width}"),
    ],
)
def test_a_param_of_the_file_that_something_called_doc_reads(model, train, codes):
    assert codes(trained(model, train) + "params: {width: 1}\n") == []


def test_a_param_without_a_model_may_be_for_files_that_extend_this_one(codes):
    assert codes("wtspec: 1\nparams: {width: 3}\n") == []


def test_a_param_of_a_base_may_be_for_other_files(codes, tmp_path):
    (tmp_path / "base.yaml").write_text("wtspec: 1\nparams: {width: 3}\n", encoding="utf-8")
    assert codes(trained("sequential: [{Dense: 1}]") + "extends: base.yaml\n") == []
