"""Calls with weights replaced, and assigned weights of sublayers, before anything is built."""

from textwrap import indent

import pytest

FILE = """\
layers:
  Own:
    inputs: {x: [batch, n]}
    weights:
      scale: {shape: [n], initializer: ones}
      seen: {shape: [n], initializer: ones, trainable: false}
      table: {shape: [3, 4], initializer: ones}
    layers: {deep: {Dense: 4}, norms: {layer: BatchNormalization, repeat: 2}}
    call: norms(deep(x)) * scale + seen + table[0]
  Wrapper:
    inputs: {x: [batch, n]}
    wraps: {inner: [..., units]}
    call: |
%(wrapper)s
  User:
    inputs: {x: [batch, n]}
    weights: {w: {shape: [4], initializer: ones}}
    layers:
      dense: {Dense: 4}
      several: {layer: {Dense: 4}, repeat: 2}
      scanned: {layer: {Dense: 4}, repeat: 2, scan: true}
      teacher: {layer: {Dense: 4}, trainable: false}
      norm: BatchNormalization
      own: Own
      wrapped: {Wrapper: {inner: %(inner)s}}
    call: |
      y = wrapped(scanned(several(own(norm(dense(x) + teacher(x))))))
%(user)s
"""


@pytest.fixture
def told(codes):
    """The codes of a body of `User`, or of `Wrapper` round some layer."""

    def read(user="return y * w", wrapper="return inner(x)", inner="{Dense: 4}"):
        text = {"user": indent(user, "      "), "wrapper": indent(wrapper, "      ")}
        return codes(FILE % {**text, "inner": inner})

    return read


@pytest.mark.parametrize(
    "call",
    [
        'dense(x, weights={"kernel": 0 * dense.kernel, "bias": w})',
        'own(y, weights={"scale": w})',
        'own(y, weights={"deep/bias": w, "norms/1/gamma": w})',
        'several[0](y, weights={"bias": w})',
        '[one(y, weights={"bias": w}) for one in several][0]',
        'wrapped(y, weights={"bias": w})',
    ],
)
def test_weights_are_replaced_by_their_paths(told, call):
    assert told(f"return w * {call}") == []


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ('dense(x, weights={"kernal": w})', "unknown-weight"),
        ('own(y, weights={"kernel": w})', "unknown-weight"),
        ('own(y, weights={"deep/gamma": w})', "unknown-weight"),
        ('own(y, weights={"norms/gamma": w})', "unknown-weight"),
        ('own(y, weights={"deep": w})', "unknown-weight"),
        ('several(y, weights={"bias": w})', "unknown-weight"),
        ('scanned(y, weights={"bias": w})', "unknown-weight"),
        ('own(y, weights={"table": w})', "shape-mismatch"),
        ("dense(x, weights={bias: w})", "misplaced-dict"),
        ('dense(x, weights={"": w})', "misplaced-dict"),
        ("dense(x, weights={})", "misplaced-dict"),
        ('dense({"x": x})', "misplaced-dict"),
        ('dense(x, weights={"bias": w, "bias": w})', "duplicate-argument"),
        ("dense(x, weights=w)", "unknown-argument"),
        ("dense(x, bias=w)", "unknown-argument"),
        ('relu(x, weights={"bias": w})', "unknown-argument"),
    ],
)
def test_what_names_no_weight_is_told_once(told, call, code):
    assert told(f"return w * y * {call}") == [code]


@pytest.mark.parametrize(
    ("body", "inner", "found"),
    [
        ('return inner(x, weights={"bias": 0 * inner.bias})', "{Dense: 4}", []),
        ('return inner(x, weights={"gamma": x})', "{Dense: 4}", ["unknown-weight"]),
        ('return inner(x, weights={"deep/kernel": x})', "Own", []),
        ('return inner(x, weights={"deep/gamma": x})', "Own", ["unknown-weight"]),
        ("return inner(x) * inner.gamma", "{Dense: 4}", ["unknown-weight"]),
    ],
)
def test_what_a_wrapper_names_must_be_there_where_it_is_used(told, body, inner, found):
    assert told(wrapper=body, inner=inner) == found


@pytest.mark.parametrize("target", ["norm.moving_mean", "teacher.kernel", "own.seen"])
def test_a_sublayers_weight_that_does_not_train_is_assigned(told, target):
    assert told(f"if training:\n  assign({target}, 0 * {target})\nreturn y * w") == []


@pytest.mark.parametrize("target", ["norm.gamma", "dense.kernel", "own.scale", "several[0].bias"])
def test_the_error_of_one_that_trains_names_the_call(fault, target):
    text = {"wrapper": "      return inner(x)", "inner": "{Dense: 4}"}
    body = f"if training:\n  assign({target}, 0 * {target})\nreturn y * w"
    found = fault(FILE % {**text, "user": indent(body, "      ")})
    layer, _, name = target.rpartition(".")
    assert found.code == "assign-trainable"
    assert f'`{layer}(…, weights={{"{name}": …}})`' in found.help


@pytest.mark.parametrize(
    ("inner", "name", "found"),
    [
        ("Own", "seen", []),
        ("Own", "scale", ["assign-trainable"]),
        ("{Dense: 4}", "kernel", ["assign-trainable"]),
        ("BatchNormalization", "moving_mean", []),
    ],
)
def test_a_wrapper_assigns_what_does_not_train_in_the_wrapped_layer(told, inner, name, found):
    body = f"if training:\n  assign(inner.{name}, 0 * inner.{name})\nreturn inner(x)"
    assert told(wrapper=body, inner=inner) == found
