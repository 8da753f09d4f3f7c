"""Params as arguments of the generated class: what Keras's layers take, kept as they keep it."""

import keras
import numpy as np
import pytest

PROJECT = """
Project:
  params:
    units: {type: int, min: 1}
    kernel_regularizer: {type: regularizer, default: null}
    kernel_constraint: {type: constraint, default: null}
  inputs: {x: [..., n]}
  weights:
    kernel: {shape: [n, units], initializer: ones, regularizer: =kernel_regularizer,
             constraint: =kernel_constraint}
  call: x @ kernel
"""
FORMS = {
    "kernel_regularizer": [
        None,
        "l2",
        keras.regularizers.L1(0.5),
        {"class_name": "L2", "config": {"l2": 0.25}},
    ],
    "kernel_constraint": [
        None,
        "non_neg",
        keras.constraints.MaxNorm(2),
        {"class_name": "UnitNorm", "config": {"axis": 0}},
    ],
}
EACH_FORM = [(name, form) for name, forms in FORMS.items() for form in forms]


@pytest.mark.parametrize(("name", "form"), EACH_FORM)
def test_a_part_is_taken_and_serialized_as_by_dense(layer, name, form):
    made, dense = layer(PROJECT, units=3, **{name: form}), keras.layers.Dense(3, **{name: form})
    assert made.get_config()[name] == dense.get_config()[name]
    again = type(made).from_config(made.get_config())
    assert again.get_config() == made.get_config()


def test_a_regularizer_adds_what_denses_does(layer, numbers):
    x = numbers(2, 4)
    made = layer(PROJECT, units=3, kernel_regularizer={"class_name": "L1", "config": {"l1": 0.5}})
    dense = keras.layers.Dense(
        3, kernel_initializer="ones", kernel_regularizer=keras.regularizers.L1(0.5)
    )
    made(x), dense(x)
    np.testing.assert_allclose(made.losses, dense.losses)


def test_a_constraint_projects_the_kernel(layer):
    made = layer(PROJECT, units=3, kernel_constraint=keras.constraints.MaxNorm(0.5, axis=0))
    made.build((None, 4))
    np.testing.assert_allclose(np.linalg.norm(made.kernel.constraint(made.kernel), axis=0), 0.5)


def test_a_regularizer_may_be_none_though_another_is_the_default(layer, numbers):
    text = PROJECT.replace("regularizer, default: null", "regularizer, default: {L2: 0.5}")
    given, without = layer(text, units=3), layer(text, units=3, kernel_regularizer=None)
    given(numbers(2, 4)), without(numbers(2, 4))
    assert (len(given.losses), len(without.losses)) == (1, 0)


SIZED = """
Sized:
  params:
    size: {type: int or list, default: 3, min: 1}
    sizes: {type: list, default: [1, 2]}
    kind: {type: dtype, default: float32}
    pad: {type: str or int or list, default: same, min: 0}
  inputs: {x: [..., n]}
  call: cast(x, kind)
"""


@pytest.mark.parametrize("size", [1, [2, 3], (4, 5)])
def test_a_joined_type_takes_either_form(layer, size):
    assert layer(SIZED, size=size).size == (size if isinstance(size, int) else list(size))


def test_a_tuple_is_the_list_that_a_body_adds_to(layer, numbers):
    text = """
    Padded:
      params: {padding: {type: int or list, default: 1}}
      inputs: {x: [batch, n]}
      call: |
        each = padding if ndim(padding) > 0 else [padding, padding]
        return pad(x, [[0, 0]] + [each])
    """
    assert layer(text, padding=(1, 2))(numbers(2, 3)).shape == (2, 6)
    assert layer(text.replace("[each]", "each"), padding=((1, 2),))(numbers(2, 3)).shape == (2, 6)


@pytest.mark.parametrize("given", [{"units": True}, {"size": False}, {"pad": True}])
def test_a_truth_value_is_no_whole_number(layer, given):
    text = SIZED.replace("size: {", "units: {type: int, default: 2}\n    size: {", 1)
    with pytest.raises((TypeError, ValueError), match=f"{next(iter(given))} must be "):
        layer(text, **given)


@pytest.mark.parametrize("size", [0, [2, 0]])
def test_bounds_hold_for_the_number_and_for_those_in_a_list(layer, size):
    with pytest.raises(ValueError, match="size must be a whole number or a list, at least 1"):
        layer(SIZED, size=size)


@pytest.mark.parametrize(
    "size", ["3", [1, "3"], ((1, 2), "3"), ((1, 2), (3, 0)), [1.5], [True], [None]]
)
def test_items_of_a_list_with_bounds_are_numbers_of_its_kind(layer, size):
    with pytest.raises(ValueError, match="size must be a whole number or a list, at least 1"):
        layer(SIZED, size=size)


def test_items_may_lie_in_lists_within_lists(layer):
    assert layer(SIZED, size=((1, 2), (3, 4))).size == [(1, 2), (3, 4)]


NOISE = SIZED.replace("{type: list, default: [1, 2]}", "{type: list, default: null, min: 1}")


@pytest.mark.parametrize("sizes", [None, (None, 1, None), [2.5, 3]])
def test_items_may_be_null_where_the_default_is(layer, sizes):
    layer(NOISE, sizes=sizes)


@pytest.mark.parametrize("sizes", [(None, 0), [1, "a"], "12", 3, [[1], [-1]]])
def test_a_list_with_bounds_takes_numbers_alone(layer, sizes):
    with pytest.raises(ValueError, match="sizes must be a list of numbers, at least 1"):
        layer(NOISE, sizes=sizes)


@pytest.mark.parametrize("pad", ["valid", 0, [1, 2]])
def test_bounds_pass_over_what_is_no_number(layer, pad):
    assert layer(SIZED, pad=pad).get_config()["pad"] == pad


def test_a_list_is_taken_from_a_tuple(layer):
    assert layer(SIZED, sizes=(3, 4)).get_config()["sizes"] == [3, 4]


@pytest.mark.parametrize("kind", ["int32", np.int32, np.dtype("int32")])
def test_a_dtype_is_taken_in_each_of_its_forms(layer, kind):
    made = layer(SIZED, kind=kind)
    assert made.get_config()["kind"] == "int32"
    assert keras.backend.standardize_dtype(made(np.ones((2, 3))).dtype) == "int32"


def test_a_number_is_an_initializer(layer):
    made = layer(
        """
        Filled:
          params: {start: {type: initializer, default: 0.5}}
          inputs: {x: [..., n]}
          weights: {w: {shape: [n], initializer: =start}}
          call: x + w
        """
    )
    made.build((None, 2))
    assert made.w.numpy().tolist() == [0.5, 0.5]


def test_an_initializer_draws_anew_for_each_of_its_uses(layer):
    made = layer(
        """
        Shared:
          params: {start: {type: initializer, default: glorot_normal}}
          inputs: {x: [..., n]}
          layers:
            one: {Dense: {units: 4, kernel_initializer: =start}}
            several: {layer: {Dense: {units: 4, kernel_initializer: =start}}, repeat: 2}
          weights:
            kernel: {shape: [n, 4], initializer: =start}
          call: several(one(x) + x @ kernel)
        """
    )
    made.build((None, 4))
    drawn = [made.kernel, made.one.kernel, *(dense.kernel for dense in made.several)]
    assert len({float(kernel[0, 0]) for kernel in drawn}) == 4


DERIVED = """
Wide:
  params:
    expand: 2
    inner: =expand * dim
    both: =2 * expand
    first: {type: initializer, default: ones}
    start: {type: initializer, default: =first}
  inputs: {x: [..., dim]}
  weights: {w: {shape: [dim, inner + both], initializer: =start}}
  call: x @ w
"""


def test_a_config_holds_what_was_given_and_not_what_followed_from_it(layer, numbers):
    first = layer(DERIVED)
    first.build((None, 3))
    assert first.w.shape == (3, 6 + 4)
    config = first.get_config()
    assert (config["inner"], config["both"]) == (None, None)
    copy = type(first).from_config({**config, "expand": 3})
    copy.build((None, 5))
    assert copy.w.shape == (5, 15 + 6)
    given = layer(DERIVED, inner=1, both=2, start="zeros")
    same = type(given).from_config(given.get_config())
    same.build((None, 5))
    assert same.w.shape == (5, 3)
    np.testing.assert_array_equal(same(numbers(2, 5)), np.zeros((2, 3)))


@pytest.mark.parametrize("units", [2.5, "3", None, [2]])
def test_a_whole_number_is_asked_for_in_python_too(layer, units):
    text = """
        Wide:
          params: {units: 3, least: {type: int, min: 1}, both: {type: int or list, default: null}}
          inputs: {x: [..., dim]}
          call: x * units * least
        """
    with pytest.raises(TypeError, match="units must be a whole number"):
        layer(text, least=1, units=units)
    with pytest.raises(ValueError, match="least must be a whole number, at least 1"):
        layer(text, least=units)
    assert layer(text, least=2, both=[1, 2]).both == [1, 2]
    with pytest.raises(TypeError, match="both must be a whole number or a list"):
        layer(text, least=2, both="1")
