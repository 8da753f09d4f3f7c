import subprocess
import sys
from typing import get_args

import pytest

from wtspec.catalog import (
    Kind,
    activations,
    component,
    component_aliases,
    component_names,
    excluded,
    function,
    function_names,
    reserved_attributes,
)

KINDS = get_args(Kind)


def test_loading_everything_imports_neither_keras_nor_jax_nor_numpy():
    code = (
        "import sys; from typing import get_args; import wtspec.catalog as c\n"
        "for kind in get_args(c.Kind):\n"
        "    assert all(c.component(kind, name) for name in c.component_names(kind))\n"
        "assert all(c.function(name) for name in c.function_names())\n"
        "assert c.activations() and c.reserved_attributes() and c.keras_version()\n"
        "print({'keras', 'jax', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_layer_has_its_own_parameters_first_and_then_those_of_every_layer():
    dense = component("layer", "Dense")
    assert dense is not None
    names = [parameter.name for parameter in dense.parameters]
    assert names[0] == "units"
    assert {"name", "dtype", "trainable", "autocast"} <= set(names)
    assert dense.parameters[0].required
    assert dense.variables == ("bias", "kernel")


def test_parameters_hidden_in_kwargs_are_keyword_only():
    lstm = component("layer", "LSTM")
    assert lstm is not None
    hidden = lstm.parameter("zero_output_for_mask")
    assert hidden is not None
    assert hidden.keyword_only
    assert hidden.default is False


def test_parameters_that_a_layer_would_ignore_are_not_offered():
    zoom = component("layer", "RandomZoom")
    assert zoom is not None
    assert zoom.parameter("factor") is None
    assert zoom.parameter("bounding_box_format") is None


def test_an_explicit_parameter_stays_though_other_layers_ignore_one_of_that_name():
    contrast = component("layer", "RandomContrast")
    attention = component("layer", "Attention")
    assert contrast is not None
    assert attention is not None
    assert contrast.parameter("factor") is not None
    assert attention.parameter("score_mode") is not None


@pytest.mark.parametrize(
    ("kind", "alias", "name"),
    [
        ("initializer", "glorot_uniform", "GlorotUniform"),
        ("initializer", "normal", "RandomNormal"),
        ("regularizer", "l2", "L2"),
        ("constraint", "non_neg", "NonNeg"),
        ("optimizer", "adam", "Adam"),
        ("loss", "mse", "MeanSquaredError"),
        ("loss", "categorical_crossentropy", "CategoricalCrossentropy"),
        ("metric", "mae", "MeanAbsoluteError"),
        ("metric", "mean_squared_error", "MeanSquaredError"),
        ("layer", "MaxPool2D", "MaxPooling2D"),
    ],
)
def test_an_alias_finds_the_class(kind, alias, name):
    found = component(kind, alias)
    assert found is not None
    assert found.name == name
    assert component_aliases(kind)[alias] == name


@pytest.mark.parametrize("name", ["accuracy", "acc"])
def test_accuracy_is_left_for_compile_to_settle(name):
    found = component("metric", name)
    assert found is not None
    assert found.python == f'"{name}"'
    assert found.parameters == ()


def test_the_alias_of_a_class_is_the_one_that_says_most():
    assert component("loss", "MeanSquaredError").alias == "mean_squared_error"
    assert component("initializer", "RandomUniform").alias == "random_uniform"
    assert component("layer", "Dense").alias is None


def test_initializers_that_draw_are_random_and_the_others_are_not():
    assert component("initializer", "HeNormal").random
    assert not component("initializer", "Constant").random
    assert not component("layer", "Dropout").random


@pytest.mark.parametrize(
    ("kind", "name", "parameter", "accepts"),
    [
        ("layer", "GRU", "recurrent_activation", ("activation",)),
        ("layer", "Dense", "kernel_initializer", ("initializer",)),
        ("layer", "Dense", "bias_regularizer", ("regularizer",)),
        ("layer", "Dense", "kernel_constraint", ("constraint",)),
        ("layer", "Bidirectional", "layer", ("layer",)),
        ("layer", "Bidirectional", "backward_layer", ("layer",)),
        ("layer", "RNN", "cell", ("layer", "layers")),
        ("layer", "StackedRNNCells", "cells", ("layers",)),
        ("layer", "Conv2D", "kernel_size", ("int", "list")),
        ("layer", "Normalization", "axis", ("int", "list", "null")),
        ("optimizer", "Adam", "learning_rate", ("float", "schedule")),
        ("optimizer", "LossScaleOptimizer", "inner_optimizer", ("optimizer",)),
        ("loss", "Huber", "reduction", ("str", "null")),
        ("layer", "Dense", "dtype", ("dtype",)),
        ("layer", "Dense", "quantization_config", ()),
    ],
)
def test_a_parameter_says_what_may_stand_there(kind, name, parameter, accepts):
    assert component(kind, name).parameter(parameter).accepts == accepts


def test_what_an_accepted_default_is_agrees_with_accepts():
    types = {bool: {"bool"}, int: {"int", "float"}, float: {"float"}, list: {"list"}}
    for kind in KINDS:
        for name in component_names(kind):
            for parameter in component(kind, name).parameters:
                needed = types.get(type(parameter.default))
                if needed and parameter.accepts:
                    assert needed & set(parameter.accepts), (name, parameter)


def test_a_layer_knows_the_parameters_of_its_call():
    attention = component("layer", "MultiHeadAttention")
    assert [parameter.name for parameter in attention.call[:3]] == ["query", "value", "key"]
    assert component("layer", "Add").call[0].accepts == ("list",)
    assert component("layer", "Dense").call[0].accepts == ()


@pytest.mark.parametrize(
    ("name", "python"),
    [
        ("matmul", "ops.matmul"),
        ("relu", "ops.relu"),
        ("mish", "keras.activations.mish"),
        ("random.normal", "keras.random.normal"),
        ("linalg.qr", "ops.linalg.qr"),
        ("image.resize", "ops.image.resize"),
    ],
)
def test_a_function_knows_how_source_names_it(name, python):
    assert function(name).python == python


def test_random_functions_take_no_seed():
    seeds = [name for name in function_names() if function(name).parameter("seed")]
    assert seeds == []
    assert [parameter.name for parameter in function("random.normal").parameters] == [
        "shape",
        "mean",
        "stddev",
        "dtype",
    ]


def test_functions_that_take_lists_functions_or_any_number_say_so():
    assert function("concatenate").takes_list == ("xs",)
    assert function("einsum").variadic
    assert function("rearrange").open_keywords
    assert function("scan").parameter("f").accepts == ("function",)


def test_activations_are_those_that_work_on_one_tensor():
    assert {"relu", "gelu", "linear", "swish", "mish"} <= set(activations())
    assert {"get", "serialize", "threshold"}.isdisjoint(activations())


def test_reserved_attributes_hold_what_layers_models_and_training_set():
    assert {
        "path",
        "losses",
        "built",
        "supports_masking",
        "optimizer",
        "loss",
        "stop_training",
        "history",
        "state_size",
    } <= reserved_attributes()
    assert {"kernel", "scale", "units"}.isdisjoint(reserved_attributes())


def test_a_name_that_is_left_out_has_its_reason_and_cannot_be_reached():
    assert "code of its own" in excluded("layer", "Lambda")
    assert component("layer", "Lambda") is None
    assert "where" in excluded("function", "cond")
    assert function("cond") is None


def test_an_unknown_name_is_neither_known_nor_left_out():
    assert component("layer", "Dens") is None
    assert function("matmull") is None
    assert excluded("layer", "Dens") is None
