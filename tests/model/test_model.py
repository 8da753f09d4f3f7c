import random

import numpy as np
import pytest

import wtspec
from wtspec.errors import SpecError
from wtspec.model import build_model, weights
from wtspec.program.sizes import DataSizes

CELL = """
layers:
  Cell:
    params: {units: 4}
    inputs: {x: [batch, features]}
    state: {h: [batch, units]}
    weights:
      w: {shape: [features, units], initializer: %s}
    call: |
      new = tanh(x @ w + h)
      return new, new
model:
  inputs: {x: [batch, 3, 2]}
  sequential:
    - layer: {Bidirectional: {layer: {RNN: {cell: Cell}}}}
      name: both
"""


def test_two_files_of_one_name_keep_their_own_classes(built):
    zeros, ones = built(CELL % "zeros"), built(CELL % "ones")
    again = build_model(zeros.code)
    paths = ["both/forward_layer/cell/w", "both/backward_layer/cell/w"]
    for model, value in ((zeros.model, 0), (ones.model, 1), (again, 0)):
        assert list(weights(model)) == paths
        assert all(np.all(np.asarray(one.value) == value) for one in weights(model).values())


def test_building_changes_nothing_of_the_process(built):
    import keras

    keras.layers.Dense(1)
    before = int(keras.layers.Dense(1).name.partition("_")[2])
    policy, random_state = keras.config.dtype_policy(), random.getstate()
    built(
        "model: {inputs: {x: [batch, 2]}, sequential: [{Dense: 1}]}\n"
        "runtime: {precision: mixed_bfloat16}"
    )
    assert keras.config.dtype_policy() is policy
    assert random.getstate() == random_state
    assert keras.config.is_traceback_filtering_enabled()
    assert keras.layers.Dense(1).name == f"dense_{before + 1}"


def test_precision_holds_for_every_layer_and_initial_weights_follow_the_seed(built):
    text = """
        model: {inputs: {x: [batch, 2]}, sequential: [{Dense: 3}]}
        runtime: {precision: mixed_bfloat16, seed: %d}
    """
    first, same, other = built(text % 1), built(text % 1), built(text % 2)
    assert first.model.layers[0].compute_dtype == "bfloat16"
    kernels = [np.asarray(one.model.layers[0].kernel.value) for one in (first, same, other)]
    assert np.array_equal(kernels[0], kernels[1])
    assert not np.array_equal(kernels[0], kernels[2])


def test_a_failed_build_does_not_harm_the_next(built):
    import keras

    mine = keras.Sequential([keras.layers.Dense(2)])
    broken = """
        model:
          inputs: {x: [batch, 3]}
          layers: {d: {Dense: 2}}
          call: d(x) @ d(x)
    """
    with pytest.raises(SpecError):
        built(broken)
    assert built(broken.replace(" @ d(x)", "")).model.count_params() == 8
    assert mine(np.ones((1, 3))).shape == (1, 2)


def test_several_inputs_are_built_by_name(built):
    found = built("""
        model:
          inputs:
            a: [batch, 3]
            b: {shape: [batch], dtype: int32}
            c: {shape: [batch, 2], optional: true}
          layers: {d: {Dense: 2}, e: {Embedding: {input_dim: 5, output_dim: 2}}}
          call: d(a) + e(b)
    """)
    assert list(weights(found.model)) == ["d/kernel", "d/bias", "e/embeddings"]
    assert found.model({"a": np.ones((4, 3)), "b": np.ones(4, "int32")}).shape == (4, 2)


def test_data_settle_the_sizes_that_inputs_leave_open(compiled):
    found = compiled("model: {inputs: {x: [batch, columns]}, sequential: [{Dense: 2}]}")
    model = build_model(found.code, DataSizes(shapes={"x": (None, 7)}))
    assert weights(model)["dense/kernel"].shape == (7, 2)


def test_data_of_another_shape_than_the_input_are_an_error(compiled):
    found = compiled("model: {inputs: {x: [batch, 3]}, sequential: [{Dense: 2}]}")
    with pytest.raises(SpecError, match="shape-mismatch"):
        build_model(found.code, DataSizes(shapes={"x": (None, 7)}))


def test_classes_of_a_column_that_nobody_counted_are_an_error(compiled):
    text = """
        model: {inputs: {x: [batch, 2]}, sequential: [{Dense: {units: =classes(kind)}}]}
    """
    found = compiled(text)
    with pytest.raises(SpecError, match="unknown-classes"):
        build_model(found.code)
    assert build_model(found.code, DataSizes({"kind": 4})).count_params() == 12


WITH_OPTIONAL = """
model:
  inputs: {a: [batch, 4], b: {shape: [batch, size], optional: true}}
  layers: {of_a: {Dense: 3}, of_b: {Dense: 3}}
  call: of_a(a) if b is none else of_a(a) + of_b(b)
"""
DATA = """
data:
  source: {synthetic: {rows: 8, columns: {x: {shape: [4]}, z: {shape: [2]}, y: {classes: 3}}}}
  inputs: {a: =x, b: =z}
  targets: =y
"""


def test_layers_that_only_optional_inputs_reach_are_built_where_the_data_give_these(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_text(f"wtspec: 1\n{WITH_OPTIONAL}{DATA}", encoding="utf-8")
    found = wtspec.weights(wtspec.build(wtspec.load(path)))
    assert {name: one.shape for name, one in found.items() if "kernel" in name} == {
        "of_a/kernel": (4, 3),
        "of_b/kernel": (2, 3),
    }
    path.write_text(f"wtspec: 1\n{WITH_OPTIONAL}{DATA}".replace(", b: =z", ""), encoding="utf-8")
    found = wtspec.weights(wtspec.build(wtspec.load(path)))
    assert set(found) == {"of_a/kernel", "of_a/bias"}


def test_without_data_layers_are_built_for_all_inputs(built):
    model = built(WITH_OPTIONAL.replace("size", "2")).model
    assert {one.path for one in model.weights} >= {"spec/of_a/kernel", "spec/of_b/kernel"}
