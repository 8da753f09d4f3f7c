"""Every argument of `add_weight`, observed by its effect."""

import keras
import numpy as np
import pytest

ADDS = """
Add:
  params: {start: {type: initializer, default: ones}, trains: true}
  inputs: {x: [..., n]}
  weights:
    w: %s
  call: x + w
"""


@pytest.fixture
def weight(layer):
    """Gives the built layer whose one weight `w` has some fields."""

    def make(fields, shape=(None, 4), **arguments):
        built = layer(ADDS % fields, **arguments)
        built.build(shape)
        return built

    return make


def test_name_and_shape(weight):
    w = weight("{shape: [n, n // 2, 3], initializer: zeros}").w
    assert w.path.endswith("/w")
    assert w.shape == (4, 2, 3)


def test_scalar_has_no_dims(weight):
    assert weight("{shape: [], initializer: 2}").w.shape == ()


@pytest.mark.parametrize(
    ("initializer", "expected"),
    [
        ("zeros", 0),
        ("3", 3),
        ("0.5", 0.5),
        ("{Constant: 7}", 7),
        ("=start", 1),
        ("=2 * n", 8),
        ('"=log(broadcast_to(arange(1, n + 1), shape))"', np.log(np.arange(1, 5))),
    ],
)
def test_initializer(weight, initializer, expected):
    value = np.asarray(weight(f"{{shape: [n], initializer: {initializer}}}").w.value)
    np.testing.assert_allclose(value, np.broadcast_to(expected, 4), rtol=1e-6)
    assert value.dtype == "float32"


def test_initializer_may_be_an_argument(weight):
    built = weight("{shape: [n], initializer: =start}", start=keras.initializers.Constant(5))
    np.testing.assert_array_equal(built.w.value, [5] * 4)


def test_random_formula_draws_anew_for_each_layer_and_again_for_the_same_seed(weight):
    fields = '{shape: [n], initializer: "=random.normal(shape)"}'

    def drawn():
        keras.utils.set_random_seed(1)
        return [np.asarray(weight(fields).w.value) for _ in range(2)]

    first, second = drawn()
    assert np.abs(first - second).min() > 0
    np.testing.assert_array_equal([first, second], drawn())


def test_one_random_initializer_gives_two_weights_different_values(layer):
    built = layer("""
        Two:
          params: {start: {type: initializer, default: random_normal}}
          inputs: {x: [..., n]}
          weights:
            a: {shape: [n], initializer: =start}
            b: {shape: [n], initializer: =start}
          call: x + a + b
        """)
    built.build((None, 4))
    assert np.abs(np.asarray(built.a.value) - np.asarray(built.b.value)).min() > 0


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "int32", "bool"])
def test_dtype(weight, dtype):
    assert weight(f"{{shape: [n], initializer: zeros, dtype: {dtype}}}").w.dtype == dtype


@pytest.mark.parametrize(
    ("fields", "trains"),
    [
        ("initializer: zeros", True),
        ("initializer: zeros, trainable: false", False),
        ("initializer: zeros, dtype: int32", False),
        ("initializer: zeros, dtype: bool", False),
        ("initializer: zeros, trainable: =trains", True),
        ("initializer: zeros, trainable: =not trains", False),
    ],
)
def test_trainable(weight, fields, trains):
    built = weight(f"{{shape: [n], {fields}}}")
    assert built.w.trainable is trains
    assert len(built.trainable_weights) == trains


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ("initializer: ones", "bfloat16"),
        ("initializer: ones, autocast: false", "float32"),
        ("initializer: ones, dtype: float32", "float32"),
        ("initializer: ones, dtype: float32, autocast: true", "bfloat16"),
        ("initializer: ones, trainable: false", "float32"),
        ("initializer: ones, trainable: false, autocast: true", "bfloat16"),
    ],
)
def test_autocast_under_mixed_precision(weight, numbers, fields, seen):
    built = weight(f"{{shape: [n], {fields}}}", dtype="mixed_bfloat16")
    assert built.w.dtype == "float32"
    assert keras.backend.standardize_dtype(built(numbers(2, 4)).dtype) == seen


@pytest.mark.parametrize(
    "regularizer", ["{L2: 0.5}", "=0.5 * sum(square(w))", "'=sum(w * w) * n / 8'"]
)
def test_regularizer_is_in_the_loss(weight, regularizer):
    built = weight(f"{{shape: [n], initializer: 3, regularizer: {regularizer}}}")
    assert float(sum(built.losses)) == pytest.approx(0.5 * 4 * 9)


TRAINED = """
layers:
  Scale:
    inputs: {{x: [..., n]}}
    weights:
      w: {fields}
    call: sum(x * w, axis=-1, keepdims=True)
model:
  inputs: {{x: [batch, 4]}}
  sequential: [Scale]
data:
  source: {{synthetic: {{rows: 8, columns: {{x: {{shape: [4]}}, y: {{shape: [1]}}}}}}}}
  inputs: {{x: =x}}
  targets: =y
train:
  epochs: 1
  optimizer: {{SGD: 100}}
  loss: =y_pred - y_true
"""


@pytest.fixture
def trained(model, numbers):
    """Gives the weight's value after one large step downhill, along the mean of the rows."""

    def make(fields):
        built = model(TRAINED.format(fields=fields))
        rows = np.abs(numbers(8, 4)) * [1, -1, 1, -1]
        built.fit(rows.astype("float32"), np.zeros((8, 1)), batch_size=8, verbose=0)
        return np.asarray(built.scale.w.value)

    return make


def test_without_a_constraint_a_step_goes_far(trained):
    value = trained("{shape: [n], initializer: ones}")
    assert value.min() < -10
    assert value.max() > 10


@pytest.mark.parametrize(
    ("constraint", "holds"),
    [
        ("NonNeg", lambda w: w.min() == 0),
        ("{MaxNorm: {max_value: 2, axis: 0}}", lambda w: np.linalg.norm(w) == pytest.approx(2)),
        ('"=clip(w, -3, n)"', lambda w: sorted(set(w)) == [-3, 4]),
    ],
)
def test_constraint_holds_after_an_update(trained, constraint, holds):
    assert holds(trained(f"{{shape: [n], initializer: ones, constraint: {constraint}}}"))


def test_weight_that_does_not_train_stays(trained):
    value = trained("{shape: [n], initializer: ones, trainable: false}")
    np.testing.assert_array_equal(value, [1] * 4)


@pytest.mark.parametrize("aggregation", ["none", "mean", "sum", "only_first_replica"])
def test_aggregation(weight, aggregation):
    built = weight(f"{{shape: [n], initializer: zeros, aggregation: {aggregation}}}")
    assert built.w.aggregation == aggregation


def test_overwrite_with_gradient_makes_the_gradient_the_value(model, numbers):
    built = model(
        TRAINED.format(
            fields="{shape: [n], initializer: ones, overwrite_with_gradient: true}"
        ).replace("100", "1")
    )
    rows = numbers(8, 4)
    built.fit(rows, np.zeros((8, 1)), batch_size=8, verbose=0)
    np.testing.assert_allclose(np.asarray(built.scale.w.value), rows.mean(axis=0), rtol=1e-5)


OPTIONAL = """
Linear:
  params: {use_bias: true}
  inputs: {x: [..., n]}
  weights:
    w: {shape: [n, n], initializer: zeros}
    b: {shape: [n], initializer: ones, when: use_bias}
  call: |
    y = x @ w
    return y if b is none else y + b
"""


@pytest.mark.parametrize("use_bias", [True, False])
def test_weight_exists_only_when_asked_for(layer, numbers, use_bias):
    built = layer(OPTIONAL, use_bias=use_bias)
    output = built(numbers(2, 4))
    assert [w.name for w in built.weights] == ["w", "b"][: 1 + use_bias]
    np.testing.assert_array_equal(output, np.full((2, 4), float(use_bias)))


def test_weight_named_as_something_of_keras_keeps_its_path(layer):
    built = layer("""
        Odd:
          inputs: {x: [..., n]}
          weights:
            losses: {shape: [n], initializer: zeros}
            name: {shape: [n], initializer: zeros}
            path: {shape: [n], initializer: zeros}
          call: x + losses + name + path
        """)
    built.build((None, 2))
    assert [w.path for w in built.weights] == ["odd/losses", "odd/name", "odd/path"]
    assert built.losses == []


def test_layer_given_another_size_than_it_was_built_for_is_refused(weight, numbers):
    built = weight("{shape: [n], initializer: zeros}")
    with pytest.raises(ValueError, match="incompatible"):
        built(numbers(2, 5))


def test_copy_by_config_is_the_same_layer(weight):
    built = weight("{shape: [n], initializer: =start}", start="zeros", trains=False, name="a")
    again = type(built).from_config(built.get_config())
    assert again.get_config() == built.get_config()
    again.build((None, 4))
    np.testing.assert_array_equal(again.w.value, [0] * 4)


@pytest.mark.parametrize(
    "field",
    [
        "initializer: =features * ones(shape)",
        "trainable: =features > 2",
        "autocast: =features > 2",
        'regularizer: "=features * sum(gain)"',
        'constraint: "=clip(gain, 0, features)"',
        "when: =features > 2",
        "lr_scale: =1 / features",
    ],
)
def test_every_formula_of_a_weight_may_read_a_dim(layer, field):
    initializer = "" if field.startswith("initializer") else "initializer: ones, "
    made = layer(
        f"""
Scaled:
  inputs: {{x: [batch, features]}}
  weights:
    gain: {{shape: [2], {initializer}{field}}}
  call: x * sum(gain)
"""
    )
    made.build((None, 4))

    assert made.gain.shape == (2,)


def test_layer_whose_weights_need_no_input_builds_without_one(module):
    made = module("""
      layers:
        Table:
          params: {rows: 5}
          inputs: {ids: {shape: [...], dtype: int32}}
          weights: {table: {shape: [rows, 2], initializer: ones}}
          call: take(table, ids, axis=0)
          mask: =ids != 0
    """)
    layer = made.Table()
    layer.build()
    assert layer.table.shape == (5, 2)
    assert layer.compute_mask(np.array([0, 1])).tolist() == [False, True]


def test_text_is_no_list(module):
    made = module("""
      layers:
        Sum:
          params: {axes: {type: list}}
          inputs: {x: [...]}
          call: sum(x, axis=axes)
    """)
    with pytest.raises(TypeError, match="axes must be a list"):
        made.Sum("12")
