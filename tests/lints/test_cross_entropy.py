"""Cross-entropies that take an output for what it is not."""

import pytest

from tests.lints.conftest import trained

SPARSE = "loss: sparse_categorical_crossentropy"
FROM_LOGITS = "loss: {SparseCategoricalCrossentropy: {from_logits: true}}"

LOGITS = [
    "sequential: [{Dense: 3}]",
    "sequential: [{Dense: {units: 3, activation: linear}}]",
    "sequential: [{Dense: {units: 3, activation: null}}]",
    "sequential: [relu, {Dense: 3}, linear]",
    "sequential: [{Dense: 3}, {Reshape: [3]}]",
    "sequential: [{Reshape: [1, 16]}, {Conv1D: {filters: 3, kernel_size: 1}}, Flatten]",
    "sequential: [{Reshape: [4, 4]}, {TimeDistributed: {layer: {Dense: 3}}}]",
    "sequential: [{Dense: 3}, LayerNormalization]",
    "sequential: [Head]",
    "sequential: [{Head: {act: linear}}]",
    "sequential: [{Wrapper: {inner: {Dense: 3}}}]",
    "layers: {a: {Dense: 3}}\ncall: 2 * a(x) / 3 - 1",
    "layers: {a: {Dense: 3}}\ncall: reshape(a(x)[:, :3], (-1, 3))",
    "layers: {a: {Dense: 3}}\nweights: {w: {shape: [3, 3], initializer: ones}}\ncall: a(x) @ w",
    "weights: {w: {shape: [3, 16], initializer: ones}}\ncall: x @ transpose(w)",
    "layers: {a: {Dense: 16}}\ncall: |\n  w = a.kernel\n  y = a(x) @ transpose(w)\n  return y\n",
    'weights: {w: {shape: [16, 3], initializer: ones}}\ncall: einsum("bi,ij->bj", x, w)',
    "weights: {w: {shape: [16, 3], initializer: ones}}\ncall: project(x, w)",
    "layers: {a: {Dense: 3}}\ncall: |\n  y = a(x)\n  return y + 1 if training else y\n",
]
PROBABILITIES = [
    "sequential: [{Dense: {units: 3, activation: softmax}}]",
    "sequential: [{Dense: 3}, softmax]",
    "sequential: [{Dense: 3}, Softmax]",
    "sequential: [{Dense: 3}, {Activation: softmax}, {Reshape: [3]}]",
    "sequential: [{Head: {act: softmax}}]",
    "sequential: [{Outer: {act: softmax}}]",
    "layers: {a: {Dense: 3}}\ncall: softmax(a(x))",
    "layers: {a: {Dense: 3}}\ncall: |\n  y = softmax(a(x))\n  return squeeze(y[..., None], -1)\n",
    "layers: {a: {Dense: 3}}\ncall: certain(a(x))",
]
UNKNOWN = [
    "sequential: [{Dense: {units: 3, activation: relu}}]",
    "sequential: [{Dense: {units: 3, activation: log_softmax}}]",
    "sequential: [{Dense: {units: 3, kernel_constraint: NonNeg}}]",
    "sequential: [{RepeatVector: 2}, {LSTM: 3}]",
    "sequential: [{Dense: 3}, exponential]",
    "layers: {a: {Dense: 3}}\ncall: a(x) if training else softmax(a(x))",
    "layers: {a: {Dense: 3}}\ncall: |\n  y = a(x)\n  if training:\n    y = relu(y)\n  return y\n",
    "layers: {a: {Dense: 3}}\ncall: 1 / a(x)",
    "layers: {a: {Dense: 3}}\ncall: a(x) * softmax(a(x))",
    "layers: {a: {Dense: 3}}\ncall: softmax(a(x)) * 0.98 + 0.01",
    "layers: {a: {Dense: 3}, b: {Dense: 3}}\ncall: softmax(a(x)) @ b(x)",
    (
        "layers: {a: {Dense: 3}}\nweights: {w: {shape: [3, 3], initializer: ones}}\ncall: "
        "softmax(a(x)) @ softmax(w)"
    ),
    "weights: {w: {shape: [16, 3], initializer: ones, constraint: NonNeg}}\ncall: x @ w",
    "call: x",
]
LAYERS = """\
functions:
  certain(y): softmax(y)
  project(x, w): x @ w
layers:
  Head:
    params: {act: {type: activation, default: linear}}
    inputs: {x: [batch, d]}
    weights: {w: {shape: [d, 3], initializer: ones}, b: {shape: [3], initializer: zeros}}
    call: act(x @ w + b)
  Outer:
    params: {act: {type: activation, default: linear}}
    inputs: {x: [batch, d]}
    layers: {head: {Head: {act: =act}}}
    call: head(x)
  Wrapper:
    wraps: {inner: [batch, d]}
    inputs: {x: [batch, e]}
    call: inner(x)
"""


def with_layers(model, train):
    return trained(model, train) + LAYERS


@pytest.mark.parametrize("model", LOGITS)
def test_logits_where_probabilities_are_expected(model, told):
    expected = [("logits-as-probabilities", "sparse_categorical_crossentropy")]
    assert told(with_layers(model, SPARSE)) == expected


@pytest.mark.parametrize("model", PROBABILITIES)
def test_probabilities_where_logits_are_expected(model, told):
    expected = [("probabilities-as-logits", "SparseCategoricalCrossentropy")]
    assert told(with_layers(model, FROM_LOGITS)) == expected


@pytest.mark.parametrize("model", [*PROBABILITIES, *UNKNOWN])
def test_what_may_be_probabilities(model, codes):
    assert codes(with_layers(model, SPARSE)) == []


@pytest.mark.parametrize("model", [*LOGITS, *UNKNOWN])
def test_what_may_be_logits(model, codes):
    assert codes(with_layers(model, FROM_LOGITS)) == []


SIGMOID = "sequential: [{Dense: {units: 1, activation: sigmoid}}]"


@pytest.mark.parametrize(
    ("model", "loss"),
    [
        ("sequential: [{Dense: 1}]", "binary_crossentropy"),
        ("sequential: [{Dense: 1}]", "BinaryFocalCrossentropy"),
        ("sequential: [{Dense: 1}]", "{BinaryCrossentropy: {from_logits: false}}"),
        ("sequential: [{Dense: 1}]", "{BinaryCrossentropy: {from_logits: =no}}"),
        ("sequential: [{Dense: 1}]", "=binary_crossentropy(y_true, y_pred)"),
        ("sequential: [{Dense: 1}]", "=binary_crossentropy(y_true, output=y_pred) * 2"),
        ("sequential: [{Dense: 1}]", "own"),
        (SIGMOID, "{BinaryCrossentropy: {from_logits: true}}"),
        (SIGMOID, "{BinaryCrossentropy: true}"),
        (SIGMOID, "{BinaryCrossentropy: {from_logits: =not no}}"),
        (SIGMOID, "=binary_crossentropy(y_true, y_pred, from_logits=true)"),
        (SIGMOID, "=binary_crossentropy(y_true, y_pred, true)"),
    ],
)
def test_every_way_to_write_the_loss(model, loss, codes):
    text = trained(model, f"loss: {loss}") + "params: {no: false}\n"
    text += "functions: {'own(a, b)': 'binary_crossentropy(a, b)'}\n"
    found = [code for code in codes(text) if code != "unused-param"]
    if loss == "{BinaryCrossentropy: {from_logits: =not no}}":
        assert found == []  # no plain param: nothing is known
    else:
        kind = "logits-as-probabilities" if "Dense: 1}" in model else "probabilities-as-logits"
        assert found == [kind]


@pytest.mark.parametrize(
    ("model", "loss"),
    [
        ("sequential: [{Dense: 1}]", "=binary_crossentropy(y_true, sigmoid(y_pred))"),
        ("sequential: [{Dense: 1}]", "=binary_crossentropy(y_true, y_pred, from_logits=true)"),
        ("sequential: [{Dense: 1}]", "mse"),
        ("sequential: [{Dense: 1}]", "hinge"),
        (SIGMOID, "binary_crossentropy"),
    ],
)
def test_a_loss_that_fits(model, loss, codes):
    assert codes(trained(model, f"loss: {loss}")) == []


def test_a_metric_is_told_too(told):
    train = f"{FROM_LOGITS}\nmetrics: [accuracy, sparse_categorical_crossentropy]"
    expected = [("logits-as-probabilities", "sparse_categorical_crossentropy")]
    assert told(trained("sequential: [{Dense: 3}]", train)) == expected


def test_each_output_has_a_loss_of_its_own(told):
    model = (
        "layers: {a: {Dense: 3}, b: {Dense: 3}}\n"
        'call: |\n  return {"a": softmax(a(x)), "b": b(x)}\n'
    )
    train = (
        "loss: {a: sparse_categorical_crossentropy, b: {SparseCategoricalCrossentropy: {}}}\n"
        "metrics: {a: [accuracy]}"
    )
    found = told(trained(model, train, targets="{a: =y, b: =y}"))
    assert found == [("logits-as-probabilities", "SparseCategoricalCrossentropy")]


@pytest.mark.parametrize("branch", ["softmax(y)", "y"])
def test_each_branch_of_the_end_is_looked_at(branch, codes):
    model = (
        "layers: {a: {Dense: 3}}\ncall: |\n  y = a(x)\n  if training:\n    return softmax(y)\n"
        f"  else:\n    return {branch}\n"
    )
    expected = ["logits-as-probabilities"] if branch == "y" else []
    assert codes(trained(model, SPARSE)) == expected


def test_a_warning_shows_where_the_output_comes_from(warnings):
    (found,) = warnings(trained("sequential: [{Dense: 3}]", SPARSE))
    (related,) = found.related
    assert "Dense" in related.span.source.lines[related.span.line - 1]
    assert "{SparseCategoricalCrossentropy: {from_logits: true}}" in found.help


@pytest.mark.parametrize(
    ("model", "loss", "place"),
    [
        ("sequential: [{Dense: 1}, softmax]", "binary_crossentropy", "Dense"),
        ("sequential: [{Dense: {units: 1, activation: softmax}}]", "mse", "Dense"),
        ("sequential: [{Dense: 1}, sigmoid]", "categorical_crossentropy", "Dense"),
        ("sequential: [{Dense: 1}]", "sparse_categorical_crossentropy", "Dense"),
        ("sequential: [{Dense: =one}]", "sparse_categorical_crossentropy", "Dense"),
        (
            "weights: {w: {shape: [16, 1], initializer: ones}}\ncall: softmax(x @ w)",
            "mse",
            "x @ w",
        ),
        (
            "layers: {a: {Dense: 1}}\ncall: sigmoid(a(x))",
            "=categorical_crossentropy(y_true, y_pred)",
            "Dense",
        ),
    ],
)
def test_one_unit_where_classes_are_expected(model, loss, place, told):
    text = trained(model, f"loss: {loss}") + "params: {one: 1}\n"
    assert ("single-class", place) in told(text)


@pytest.mark.parametrize(
    ("model", "loss"),
    [
        ("sequential: [{Dense: 1}, sigmoid]", "binary_crossentropy"),
        ("sequential: [{Dense: 2}, softmax]", "categorical_crossentropy"),
        ("sequential: [{Dense: 1}, {Reshape: [1]}]", "mse"),
        ("layers: {a: {Dense: 1}}\ncall: softmax(a(reshape(x, (-1, 4, 4))), axis=1)", "mse"),
        (
            "sequential: [{Reshape: [4, 4]}, {Dense: 1}, Flatten, softmax]",
            "sparse_categorical_crossentropy",
        ),
    ],
)
def test_units_that_fit_the_loss(model, loss, codes):
    assert codes(trained(model, f"loss: {loss}")) == []
