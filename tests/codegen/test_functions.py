"""The file's functions, loops over static values, scans, and what measures."""

import keras
import numpy as np
import pytest

from wtspec.errors import SpecError


@pytest.fixture
def value(module, numbers):
    """Gives what a body makes of an input of shape (2, 6), beside some functions."""

    def make(call, functions="", params="{}"):
        indented = "\n".join(f"      {line}" for line in call.splitlines())
        made = module(
            f"functions:\n{functions or '  unused(x): x'}\nlayers:\n  Part:\n    params: {params}\n"
            f"    inputs: {{x: [batch, n]}}\n    call: |\n{indented}\n"
        )
        return np.asarray(made.Part()(numbers(2, 6)))

    return make


def test_function_with_a_default(value, numbers):
    functions = "  rms(x, eps=1e-6): x * rsqrt(mean(square(x), axis=-1, keepdims=True) + eps)"
    x = numbers(2, 6)
    expected = x / np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + 1e-6)
    np.testing.assert_allclose(value("rms(x)", functions), expected, atol=1e-6)
    far = x / np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + 3)
    np.testing.assert_allclose(value("rms(x, eps=3)", functions), far, atol=1e-6)


def test_function_with_a_static_parameter(value, numbers):
    functions = """\
  power(x, n): |
    y = x
    for i in range(n - 1):
      y = y * x
    return y if n > 0 else ones_like(x)"""
    x = numbers(2, 6)
    np.testing.assert_allclose(value("power(x, 3)", functions), x**3, rtol=1e-5)
    np.testing.assert_allclose(value("power(x, times)", functions, "{times: 2}"), x**2, rtol=1e-5)
    np.testing.assert_array_equal(value("power(x, 0)", functions), np.ones((2, 6)))


def test_tensor_for_a_static_parameter_is_refused(value):
    functions = "  pick(x, n): x if n > 0 else -x"
    with pytest.raises(SpecError, match="must be static"):
        value("pick(x, sum(x))", functions)


def test_what_is_static_of_a_tensor_leaves_the_tensor_one(value, numbers):
    functions = """\
  others(x, axis): "[i for i in range(axis % ndim(x))] + [0 * i for i in range(1, axis % ndim(x))]"
  times(x, y, n): |
    for i in range(n if y is none else n * shape(y)[1]):
      x = x + 1
    return x"""
    x = numbers(2, 6)
    call = "mean(x, axis=others(x, axis))"
    found = value(call, functions, "{axis: -1}")
    np.testing.assert_allclose(found, x.mean(0), rtol=1e-6)
    np.testing.assert_allclose(value("times(x, x, 2)", functions), x + 12, rtol=1e-6)


def test_ndim_tells_a_list_from_a_number(module, numbers):
    made = module("""
      functions:
        each(size, count): "size if ndim(size) > 0 else [size] * count"
      layers:
        Repeat:
          params: {size: {type: int or list, default: 2}}
          inputs: {x: [batch, n, m]}
          weights:
            w: {shape: ["=3 if ndim(size) == 0 else 4"], initializer: ones}
          call: |
            a, b = each(size, 2)
            return repeat(repeat(x, a, axis=1), b, axis=2) * sum(w)
    """)
    x = numbers(2, 3, 4)
    np.testing.assert_allclose(made.Repeat()(x), 3 * x.repeat(2, 1).repeat(2, 2))
    np.testing.assert_allclose(made.Repeat(size=[1, 3])(x), 4 * x.repeat(3, 2))


@pytest.mark.parametrize(
    ("size", "joined", "shape"),
    [
        ("n", "[size, 1] + shape(x)[:1]", (6, 1, 2)),
        ("shape(x)[1:]", "size + [2]", (6, 2)),
        ("shape(x)", "[2] + size[:1] + size[1:] + [1]", (2, 2, 6, 1)),
        ("shape(x) if n > 7 else [2]", "[1] + size", (1, 2)),
        ("[2] if n > 7 else shape(x)", "[1] + size", (1, 2, 6)),
    ],
)
def test_lists_and_shapes_are_joined(value, size, joined, shape):
    assert value(f"size = {size}\nreturn ones({joined})").shape == shape


def test_shape_of_a_param_is_refused(value):
    with pytest.raises(SpecError, match="`shape` takes one tensor"):
        value("x * len(shape(size))", params="{size: [1, 2]}")


def test_functions_call_each_other_in_any_order(value, numbers):
    functions = "  double(x): add_up(x, x)\n  add_up(a, b): a + b"
    np.testing.assert_allclose(value("double(x)", functions), 2 * numbers(2, 6))


def test_comprehension(value, numbers):
    x = numbers(2, 6)
    expected = np.stack([x[:, i] * j for i in range(3) for j in range(i)], axis=-1)
    call = "stack([x[:, i] * j for i in range(n // 2) for j in range(i)], axis=-1)"
    np.testing.assert_allclose(value(call), expected)


def test_unpacking(value, numbers):
    x = numbers(2, 6)
    call = "a, b = split(x, 2, axis=-1)\nc, d = b, a\nreturn concatenate([c, d], axis=-1)"
    np.testing.assert_array_equal(value(call), np.concatenate([x[:, 3:], x[:, :3]], axis=-1))


def test_scan(value, numbers):
    functions = "  step(carry, x): |\n    carry = 0.5 * carry + x\n    return carry, carry"
    call = "last, all = scan(step, zeros_like(x[:, 0]), transpose(x))\nreturn transpose(all)"
    x = numbers(2, 6)
    expected, carry = [], 0
    for column in x.T:
        carry = 0.5 * carry + column
        expected.append(carry)
    np.testing.assert_allclose(value(call, functions), np.stack(expected, axis=1), rtol=1e-5)


def test_associative_scan(value, numbers):
    functions = "  join(a, b): a + b"
    result = value("associative_scan(join, x, axis=1)", functions)
    np.testing.assert_allclose(result, np.cumsum(numbers(2, 6), axis=1), atol=1e-5)


def test_map(value, numbers):
    functions = "  twice(x): 2 * x"
    np.testing.assert_allclose(value("vectorized_map(twice, x)", functions), 2 * numbers(2, 6))


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("a * b @ c", lambda x: (2 * x) @ x.T),
        ("a * (b @ c)", lambda x: 2 * (x @ x.T)),
        ("-b ** 2", lambda x: -(x**2)),
        ("(-b) ** 2", lambda x: x**2),
        ("b - (b - b)", lambda x: x),
        ("b / (2 * n) % 1", lambda x: x / 12 % 1),
        ("where(b == b[:, :1], 1.0, 0.0)", lambda x: (x == x[:, :1]) * 1.0),
        ("where(b != b, 1.0, 0.0)", lambda x: x * 0),
        ("b[:, ::-1][..., -1:]", lambda x: x[:, :1]),
        ("b[:, none, 1:-1]", lambda x: x[:, None, 1:-1]),
        ("b * pi", lambda x: x * np.pi),
        ("minimum(b, inf)", lambda x: x),
        ("maximum(b, -inf) if 1 < n <= 6 else b * 0", lambda x: x),
        ("b * sqrt(n) * min(n, 2) * max(1, 3) * len([1, 2])", lambda x: x * 6**0.5 * 12),
        ("b * int(2.7) * float(2)", lambda x: x * 4),
        ("b * ndim(b) * shape(b)[-1]", lambda x: x * 12),
        ("einsum('ij,kj->ik', b, b)", lambda x: x @ x.T),
        ("linalg.norm(b, axis=-1)", lambda x: np.linalg.norm(x, axis=-1)),
        ("gelu(b) - gelu(b)", lambda x: x * 0),
    ],
)
def test_precedence_and_meaning(value, numbers, call, expected):
    result = value(f"a = 2\nb = x\nc = transpose(x)\nreturn {call}")
    np.testing.assert_allclose(result, expected(numbers(2, 6)), atol=1e-4)


MEASURED = """
functions:
  huber(y_true, y_pred): |
    e = abs(y_true - y_pred)
    return mean(where(e < 1, 0.5 * e * e, e - 0.5), axis=-1)
model:
  inputs: {x: [batch, 6]}
  sequential: [{Dense: 2}]
data:
  source: {synthetic: {rows: 8, columns: {x: {shape: [6]}, y: {shape: [2]}}}}
  inputs: {x: =x}
  targets: =y
train:
  epochs: 1
  optimizer: {SGD: 0.1}
  loss: %s
  metrics: [mae, huber, {far: "=cast(max(abs(y_true - y_pred), axis=-1) > 1, 'float32')"}]
"""


@pytest.mark.parametrize(
    "loss", ["huber", "=mean(where(abs(y_true - y_pred) < 1, 0.5 * (y_true - y_pred) ** 2, "]
)
def test_functions_and_formulas_measure(model, numbers, loss):
    if loss.startswith("="):
        loss = f'"{loss}abs(y_true - y_pred) - 0.5), axis=-1)"'
    built = model(MEASURED % loss)
    x, y = numbers(8, 6), numbers(8, 2, seed=1)
    built.build((None, 6))
    error = np.abs(np.asarray(built(x)) - y)
    logs = built.fit(x, y, batch_size=8, verbose=0).history
    expected = keras.losses.Huber()(y, built.dense(x) * 0 + np.asarray(y + error))
    assert logs["loss"][0] == pytest.approx(float(expected), rel=1e-5)
    assert logs["huber"][0] == pytest.approx(float(expected), rel=1e-5)
    assert logs["mae"][0] == pytest.approx(error.mean(), rel=1e-5)
    assert logs["far"][0] == pytest.approx((error.max(axis=-1) > 1).mean(), rel=1e-5)


def test_formula_loss_weighs_rows(model, numbers):
    built = model(MEASURED % "=mean(square(y_true - y_pred), axis=-1)")
    x, y = numbers(8, 6), numbers(8, 2, seed=1)
    other = y.copy()
    other[:4] += 100
    weights = np.array([0.0] * 4 + [1.0] * 4)
    losses = [
        built.evaluate(x, target, sample_weight=weights, verbose=0, return_dict=True)["loss"]
        for target in (y, other)
    ]
    assert losses[0] == pytest.approx(losses[1])


SCHEDULED = """\
train:
  epochs: 1
  optimizer:
    SGD:
      learning_rate: {CosineDecay: {initial_learning_rate: 1, decay_steps: =total_steps}}
  loss: mse
  clip_norm: 1
"""


def test_optimizer_schedule_and_clipping(model):
    text = MEASURED[: MEASURED.index("train:")] + SCHEDULED
    built = model(text, total_steps=10)
    assert built.optimizer.global_clipnorm == 1
    schedule = built.optimizer._learning_rate
    assert float(schedule(0)) == 1
    assert float(schedule(10)) == 0


@pytest.mark.parametrize("name", ["max", "average"])
@pytest.mark.parametrize("windows", ["[2]", "[2], strides=[2]", "(2,), (2,)", "2", "pool_size=[2]"])
def test_pooling_takes_lists_and_no_strides(value, numbers, name, windows):
    x = numbers(2, 6).reshape(2, 6, 1)
    pool = getattr(keras.layers, f"{name.title()}Pooling1D")(2)
    expected = np.asarray(pool(x))
    np.testing.assert_allclose(value(f"{name}_pool(x[..., none], {windows})"), expected, atol=1e-6)
