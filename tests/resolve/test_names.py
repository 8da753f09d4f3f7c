"""What a name means where several things bear it, and where it has no value."""

import pytest

from wtspec.program.bound import LayerCall, Operation, OwnCall, Reference
from wtspec.program.walk import in_statements

OWN = "functions:\n  double(x, by=2): x * by\n"


def all_in(layer, kind):
    return [node for node in in_statements(layer.body.statements) if isinstance(node, kind)]


def roles(layer, name):
    return [one.role for one in all_in(layer, Reference) if one.name == name]


def test_a_weight_and_a_function_may_bear_one_name(bound):
    layer = bound("return (x - mean) / mean(x)")
    assert roles(layer, "mean") == ["weight"]
    assert [one.function.name for one in all_in(layer, Operation)] == ["mean"]


def test_a_weight_may_bear_the_first_part_of_a_functions_name(program):
    weights = "weights: {random: {shape: [d], initializer: ones}}"
    call = "call: x * random + random.normal(shape(x))"
    layers = f"layers:\n  L: {{inputs: {{x: [b, d]}}, {weights}, '{call[:4]}': '{call[6:]}'}}\n"
    (layer,) = program(layers).layers
    assert roles(layer, "random") == ["weight"]
    assert layer.facts.uses_random


def test_a_local_takes_over_an_inputs_name(bound):
    layer = bound("x = x * 2\nreturn x + 1")
    assert roles(layer, "x") == ["input", "local"]


@pytest.mark.parametrize("name", ["w", "units", "dense"])
def test_a_local_may_not_take_over_a_weight_param_or_sublayer(name, body_codes):
    assert body_codes(f"{name} = x * 2\nreturn x") == ["name-taken"]


def test_a_functions_own_name_goes_before_that_of_keras(bound):
    layer = bound("return relu(x)", "functions:\n  relu(x): x * 3\n")
    assert [one.function for one in all_in(layer, OwnCall)] == ["relu"]
    assert all_in(layer, Operation) == []


def test_a_sublayers_name_goes_before_that_of_a_function(program):
    sub = "layers: {softmax: {Dense: 3}}, call: softmax(x)"
    (layer,) = program(f"layers:\n  L: {{inputs: {{x: [b, d]}}, {sub}}}\n").layers
    assert len(all_in(layer, LayerCall)) == 1


def test_a_loops_variable_over_sublayers_is_called(bound):
    layer = bound("for relu in blocks:\n  x = relu(x)\nreturn x")
    assert len(all_in(layer, LayerCall)) == 1


def test_a_loops_variable_over_numbers_leaves_its_function_alone(bound):
    layer = bound("for relu in range(2):\n  x = relu(x) * relu\nreturn x")
    assert [one.function.name for one in all_in(layer, Operation)] == ["relu"]


def test_a_comprehensions_variable_ends_with_it(body_codes):
    assert body_codes("y = [x * i for i in range(2)]\nreturn y[0] * i") == ["undefined-name"]


def test_an_activation_param_is_called(bound):
    assert roles(bound("return act(x)"), "act") == ["param"]


@pytest.mark.parametrize(
    "lines",
    [
        "if flag:\n  y = x\nreturn y",
        "if flag:\n  y = x\nelif training:\n  z = x\nelse:\n  y = -x\nreturn y",
    ],
)
def test_a_name_that_only_some_branches_give_is_uncertain(lines, body_codes):
    assert body_codes(lines) == ["uncertain-name"]


@pytest.mark.parametrize(
    "lines",
    [
        "if flag:\n  y = x\nelse:\n  y = -x\nreturn y",
        "y = x\nif flag:\n  y = -x\nreturn y",
        "if flag:\n  y = x\n  return y\nelse:\n  y = -x\nreturn y",
        "if flag:\n  return x\nelse:\n  y = -x\n  return y",
    ],
)
def test_a_name_that_every_way_there_gives_has_a_value(lines, body_codes):
    assert [code for code in body_codes(lines) if code != "misplaced-return"] == []


def test_a_layer_does_not_see_the_files_params(fault):
    layer = "layers:\n  L: {inputs: {x: [b, d]}, call: x * width}\n"
    found = fault("params: {width: 3}\n" + layer)
    assert found.code == "undefined-name"
    assert "param of the file" in found.help


def test_the_model_sees_the_files_params(codes):
    model = "model: {inputs: {x: [batch, width]}, sequential: [{Dense: =2 * width}]}\n"
    assert codes("params: {width: 3}\n" + model) == []


@pytest.mark.parametrize("name", ["total_steps", "batch_size", "index", "y_true", "column"])
def test_names_of_other_places_are_undefined_in_a_body(name, body_codes):
    assert body_codes(f"return x * {name}") == ["undefined-name"]


def test_a_dim_of_a_broken_pattern_is_not_undefined_as_well(codes):
    layer = "layers:\n  L: {inputs: {x: [b, 2 +, d]}, weights: {w: WEIGHT}, call: x * w}\n"
    assert codes(layer.replace("WEIGHT", "{shape: [d], initializer: ones}")) == ["invalid-syntax"]


@pytest.mark.parametrize("params", ["{dtype: float32}", "{n: =2 +}"])
def test_a_param_at_fault_is_not_undefined_as_well(params, codes):
    (name,) = params[1:-1].split(":")[:1]
    layer = f"layers:\n  L: {{inputs: {{x: [b, d]}}, params: {params}, call: x * {name}}}\n"
    assert len(codes(layer)) == 1


def test_a_local_that_may_not_be_is_not_at_fault_again_where_it_is_used(body_codes):
    assert body_codes("for dense in blocks:\n  x = dense(x)\nreturn x") == ["name-taken"]
    assert body_codes("for one in dense:\n  x = one(x)\nreturn x") == ["tensor-condition"]
