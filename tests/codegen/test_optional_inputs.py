"""Layers within a layer are built for what it is given, whether optional inputs are among that."""

import keras
import numpy as np
import pytest

CHOOSING = """
Choosing:
  inputs:
    value: [batch, features]
    key: {shape: [batch, key_features], optional: true}
  layers: {dense: {Dense: 3}}
  call: dense(value if key is none else key)
  returns: [batch, 3]
"""
ADDING = """
Adding:
  inputs:
    value: [batch, features]
    key: {shape: [batch, key_features], optional: true}
    other: {shape: [batch, other_features], optional: true}
  layers: {dense: {Dense: 3}, of_key: {Dense: 3}, of_other: {Dense: 3}}
  call: |
    y = dense(value)
    y = y if key is none else y + of_key(key)
    y = y if other is none else y + of_other(other)
    return y
"""


def sizes(layer):
    """The features that each dense layer is built for."""
    dense = [one for one in layer._flatten_layers() if isinstance(one, keras.layers.Dense)]
    return {one.name: one.kernel.shape[0] for one in dense if one.built}


GIVEN = [
    (CHOOSING, {}, {"dense": 4}),
    (CHOOSING, {"key": 2}, {"dense": 2}),
    (ADDING, {}, {"dense": 4}),
    (ADDING, {"key": 2}, {"dense": 4, "of_key": 2}),
    (ADDING, {"other": 5}, {"dense": 4, "of_other": 5}),
    (ADDING, {"key": 2, "other": 5}, {"dense": 4, "of_key": 2, "of_other": 5}),
]


@pytest.fixture(params=GIVEN, ids=lambda case: f"{case[0].split(':')[0].strip()}-{list(case[1])}")
def case(request, layer):
    text, given, expected = request.param
    return layer(text, name="it"), given, expected


def test_build_takes_the_shapes_of_those_that_are_given(case):
    made, given, expected = case
    made.build((None, 4), **{f"{name}_shape": (None, size) for name, size in given.items()})
    assert sizes(made) == expected


def test_the_first_call_builds_for_those_that_it_gives(case, numbers):
    made, given, expected = case
    made(numbers(2, 4), **{name: numbers(2, size) for name, size in given.items()})
    assert sizes(made) == expected


def test_the_output_shape_follows_from_those_that_are_given(case):
    made, given, expected = case
    shapes = {f"{name}_shape": (None, size) for name, size in given.items()}
    assert made.compute_output_shape((None, 4), **shapes) == (None, 3)
    made.build((None, 4), **shapes)
    assert sizes(made) == expected


def test_a_model_round_it_gives_the_same_once_it_is_saved_and_loaded(case, numbers, tmp_path):
    made, given, expected = case
    inputs = {name: keras.Input((size,), name=name) for name, size in {"value": 4, **given}.items()}
    rest = {name: one for name, one in inputs.items() if name != "value"}
    model = keras.Model(inputs, made(inputs["value"], **rest))
    model.save(tmp_path / "m.keras")
    loaded = keras.models.load_model(tmp_path / "m.keras")
    arrays = {name: numbers(2, one.shape[1]) for name, one in inputs.items()}
    np.testing.assert_array_equal(loaded(arrays), model(arrays))
    assert sizes(loaded.get_layer("it")) == expected


def test_a_size_of_an_optional_input_may_be_that_of_the_output(layer):
    made = layer("""
        Last:
          inputs: {x: [batch, n], y: {shape: [batch, m], optional: true}}
          call: x if y is none else y
        """)
    assert made.compute_output_shape((None, 4)) == (None, 4)
    assert made.compute_output_shape((None, 4), (None, 7)) == (None, 7)


NESTED = """
layers:
  {}
  Outer:
    inputs: {{x: [batch, n], more: {{shape: [batch, m], optional: true}}}}
    layers:
      first: Adding
      second: Adding
      third: {{layer: Adding, remat: true}}
      fourth: Adding
    call: |
      y = first(x) + second(x, other=x) + third(x, x) + fourth(x, key=more)
      return y + first(x, more)
model:
  inputs: {{a: [batch, 4], b: [batch, 2], c: {{shape: [batch, 6], optional: true}}}}
  layers: {{outer: Outer, with_c: {{Dense: 3}}, free: Outer}}
  call: |
    y = outer(a, b) + free(a)
    return y if c is none else y + with_c(c)
""".format(ADDING.strip().replace("\n", "\n  "))
OF_OUTER = {
    "first": {"dense": 4, "of_key": 2},
    "second": {"dense": 4, "of_other": 4},
    "(third)": {"dense": 4, "of_key": 4},
    "fourth": {"dense": 4, "of_key": 2},
}


@pytest.mark.parametrize("c", [True, False])
def test_sublayers_are_built_for_all_that_any_call_gives_them(model, numbers, tmp_path, c):
    built = model(NESTED)
    shapes = {"a": (None, 4), "b": (None, 2), **({"c": (None, 6)} if c else {})}
    built.build(shapes)
    outer = {one.name: sizes(one) for one in built.outer._layers}
    assert outer == OF_OUTER
    assert built.with_c.built is c
    free = {one.name: sizes(one) for one in built.free._layers}
    assert free["fourth"] == {"dense": 4}
    arrays = {name: numbers(2, shape[1]) for name, shape in shapes.items()}
    count = len(built.variables)
    built(arrays)
    assert len(built.variables) == count
    built.save_weights(tmp_path / "m.weights.h5")
    other = model(NESTED, seed=1)
    other.build(shapes)
    other.load_weights(tmp_path / "m.weights.h5")
    np.testing.assert_array_equal(other(arrays), built(arrays))


def test_a_required_input_may_be_named_as_keras_names_masks(layer, numbers, tmp_path):
    made = layer(
        """
        Weigh:
          inputs: {x: [batch, time, n], mask: [batch, time], y: {shape: [batch, m], optional: true}}
          weights: {w: {shape: [n], initializer: ones}}
          layers: {out: {Dense: 2}, of_y: {Dense: =n}}
          call: |
            h = x * w * mask[..., none]
            h = h if y is none else h + of_y(y)[:, none]
            return out(h)
        """,
        name="it",
    )
    x, mask, y = numbers(2, 3, 4), numbers(2, 3), numbers(2, 5)
    given = [keras.Input(one.shape[1:]) for one in (x, mask, y)]
    model = keras.Model(given, made(given[0], given[1], y=given[2]))
    assert sizes(made) == {"out": 4, "of_y": 5}
    expected = made(x, mask=mask, y=y)
    assert expected.shape == (2, 3, 2)
    np.testing.assert_allclose(model([x, mask, y]), expected, rtol=1e-6)
    model.save(tmp_path / "m.keras")
    loaded = keras.models.load_model(tmp_path / "m.keras")
    np.testing.assert_array_equal(loaded([x, mask, y]), model([x, mask, y]))
