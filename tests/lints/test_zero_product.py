"""Products that stay zero."""

import pytest

from tests.lints.conftest import one_layer, trained

PARTS = """\
weights:
  a: {shape: [dim, 2], initializer: zeros}
  b: {shape: [2, dim], initializer: ZERO}
"""


STUCK = [
    ("h = x @ a\nif ndim(x) > 3:\n  y = x\nelse:\n  y = h @ b\nreturn y", "h @ b"),
    ("return x + x @ a @ b", "x @ a @ b"),
    ("return x + (x @ a) @ b", "(x @ a) @ b"),
    ("return x @ matmul(a, b)", "matmul(a, b)"),
    ("h = relu(x @ a)\nreturn h @ b", "h @ b"),
    ("h = 2 * (x @ a)\nreturn tanh(h) @ -b", "tanh(h) @ -b"),
    ("return x @ transpose(transpose(a) * b)", "transpose(a) * b"),
    ('return einsum("btd,dr,re->bte", x, a, b)', 'einsum("btd,dr,re->bte", x, a, b)'),
]
MOVING = [
    ("h = x @ a\nreturn h @ b + sum(h, axis=-1, keepdims=true)", "zeros"),
    ("return x @ a @ b + sum(a)", "zeros"),
    ("return x @ a @ b + sum(stack([a[0] for i in range(2)], axis=0))", "zeros"),
    ("h = x @ a\ny = h @ b\nfor i in range(2):\n  y = y + sum(h)\nreturn y", "zeros"),
    ("h = x @ a\ny = h @ b\nif ndim(x) < 3:\n  h = x\nreturn y + sum(h)", "zeros"),
    ("return x @ a @ b", "he_normal"),
    ("return x @ a @ b", "{Constant: 1}"),
    ("return x @ (a + 1) @ b", "zeros"),
    ("return sigmoid(x @ a) @ b", "zeros"),
    ("return sum(x @ a, axis=-1, keepdims=true) + (x @ transpose(b))", "zeros"),
    ("h = x @ a\nif ndim(x) > 2:\n  h = h + 1\nreturn h @ b", "zeros"),
    ("h = x @ a\nfor i in range(3):\n  h = h + 1\nreturn h @ b", "zeros"),
    ("h = x @ a\nfor i in range(3):\n  y = h @ b\n  h = h + 1\nreturn y", "zeros"),
]


NOT_MOVED_BY_GRADIENTS = [
    ("return x @ a @ b", "zeros, trainable: false"),
    ("return x @ a @ b", 'zeros, constraint: "=clip(b, 0.1, 1)"'),
    ("return x @ a @ b", 'zeros, regularizer: "=sum(b)"'),
]


@pytest.mark.parametrize(("call", "product"), STUCK)
def test_two_zeros_that_multiply(call, product, told):
    assert told(one_layer(call, PARTS.replace("ZERO", "0"))) == [("zero-product", product)]


@pytest.mark.parametrize("zero", ["zeros", "Zeros", "0.0", "{Constant: 0}"])
def test_zero_in_its_forms(zero, codes):
    text = one_layer("return x @ a @ b", PARTS.replace("ZERO", zero))
    assert codes(text) == ["zero-product"]


@pytest.mark.parametrize(("call", "zero"), [*MOVING, *NOT_MOVED_BY_GRADIENTS])
def test_a_factor_that_is_no_zero_or_moves(call, zero, codes):
    assert codes(one_layer(call, PARTS.replace("ZERO", zero))) == []


def test_a_factor_and_its_bias(codes):
    parts = PARTS.replace("ZERO", "zeros") + "  c: {shape: [2], initializer: zeros}\n"
    assert codes(one_layer("return (x @ a + c) @ b", parts)) == ["zero-product"]


def test_a_warning_names_both_factors(warnings):
    (found,) = warnings(one_layer("return x @ a @ b", PARTS.replace("ZERO", "0")))
    assert "`a` and `b`" in found.message
    assert [one.span.line for one in found.related] == [6, 7]


ZERO = "{Dense: {units: 4, kernel_initializer: zeros}}"


def test_two_layers_of_zeros(codes):
    assert codes(trained(f"sequential: [{ZERO}, relu, {ZERO}]")) == ["zero-product"]


@pytest.mark.parametrize(
    "between", ["sigmoid", "LayerNormalization", "{Dense: 4}", "{Activation: softmax}"]
)
def test_two_layers_of_zeros_with_something_between(between, codes):
    assert codes(trained(f"sequential: [{ZERO}, {between}, {ZERO}]")) == []


def test_weights_from_a_file_are_whatever_they_are(codes):
    model = f"pretrained: {{file: w.safetensors}}\nsequential: [{ZERO}, {ZERO}]"
    assert codes(trained(model)) == []


def test_a_weight_that_another_layer_reads(codes):
    model = "layers: {t: Thing}\ncall: t(x[:, None]) + sum(t.a)"
    text = one_layer("return x + x @ a @ b", PARTS.replace("ZERO", "0")).removeprefix("wtspec: 1\n")
    assert codes(trained(model) + text) == []
