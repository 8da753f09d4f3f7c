"""Calls of functions and sublayers: arguments, kinds, and where random numbers may be drawn."""

import pytest

LIBRARY = """\
functions:
  repeated(x, n): "concatenate([x for i in range(n)])"
  twice(x, count): repeated(x, 2 * count)
  chosen(x, mode): x if mode == 1 else -x
  sized(x, n, m=2): reshape(x, (n, m))
  plus(n): n + 1
"""


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("repeated(x, 3)", []),
        ("repeated(x, units)", []),
        ("repeated(x, plus(units))", []),
        ("twice(x, dim)", []),
        ("chosen(x, units)", []),
        ("sized(x, batch)", []),
        ("repeated(x, sum(x))", ["tensor-condition"]),
        ("repeated(x, batch)", ["tensor-condition"]),
        ("twice(x, x)", ["tensor-condition"]),
        ("twice(x, count=x)", ["tensor-condition"]),
        ("chosen(x, x)", ["tensor-condition"]),
        ("repeated(x, plus(x))", ["tensor-condition"]),
    ],
)
def test_what_a_function_needs_static_is_found_through_its_calls(call, found, body_codes):
    assert body_codes(f"return {call}", LIBRARY) == found


def test_the_static_parameters_of_a_chain_are_known(program):
    found = {one.name: one.static for one in program(LIBRARY).functions}
    assert found["repeated"] == {"n"}
    assert found["twice"] == {"count"}
    assert found["chosen"] == {"mode"}
    assert found["plus"] == found["sized"] == frozenset()


@pytest.mark.parametrize(
    "functions",
    [
        "functions:\n  f(x): f(x)\n",
        "functions:\n  f(x): g(x)\n  g(x): h(x)\n  h(x): f(x)\n",
        "functions:\n  f(x): scan(f, x, x)\n",
    ],
)
def test_recursion_is_one_fault(functions, codes):
    assert codes(functions) == ["recursion"]


def test_layers_that_hold_each_other_are_one_fault(codes):
    layer = "{{inputs: {{x: [b, d]}}, sequential: [{0}]}}"
    layers = f"layers:\n  A: {layer.format('B')}\n  B: {layer.format('A')}\n"
    assert codes(layers) == ["recursion"]


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("dense(x)", []),
        ("dense(x, training=training)", []),
        ("dense()", ["missing-argument"]),
        ("dense(x, x, x)", ["too-many-arguments"]),
        ("dense(x, mode=1)", ["unknown-argument"]),
        ("blocks(x)", []),
        ("blocks[0](x)", []),
        ("blocks[units](x)", []),
        ("blocks[x](x)", ["tensor-condition"]),
        ("dense[0](x)", ["layer-as-value"]),
        ("dense", ["layer-as-value"]),
        ("x, dense", ["layer-as-value"]),
        ("x(x)", ["undefined-function"]),
        ("units(x)", ["undefined-function"]),
    ],
)
def test_a_sublayers_call_is_held_to_what_it_takes(call, found, body_codes):
    assert body_codes(f"return {call}") == found


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("two(x, x)", []),
        ("two(x, x, extra=x)", []),
        ("two(x, other=x)", []),
        ("two(x, x, training=true)", []),
        ("two(x)", ["missing-argument"]),
        ("two(x, x, x, x)", ["too-many-arguments"]),
        ("two(x, x, rest=x)", ["unknown-argument"]),
    ],
)
def test_a_declared_layers_call_is_held_to_its_inputs(call, found, codes):
    inputs = "{x: [b, d], other: [b, d], extra: {shape: [b, d], optional: true}}"
    declared = f"  Two: {{inputs: {inputs}, call: x + other}}\n"
    user = f"  User: {{inputs: {{x: [b, d]}}, layers: {{two: Two}}, call: '{call}'}}\n"
    assert codes("layers:\n" + declared + user) == found


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("mean(x, axis=-1, keepdims=true)", []),
        ("concatenate([x, x], axis=-1)", []),
        ("concatenate([dense(x), x])", []),
        ("stack([x * i for i in range(2)])", []),
        ("einsum('btd,de->bte', x, w)", []),
        ("max(x, axis=1)", []),
        ("max(units, dim) * x", []),
        ("mean(x, dim=-1)", ["unknown-argument"]),
        ("mean(x, 0, axis=1)", ["duplicate-argument"]),
        ("mean()", ["missing-argument"]),
        ("relu([x, x])", ["list-as-tensor"]),
        ("relu(dense)", ["layer-as-value"]),
        ("max(x, w)", ["min-of-tensors"]),
        ("max(x, 0)", ["min-of-tensors"]),
        ("min(x, -1)", ["min-of-tensors"]),
        ("max(x, axis=0)", []),
        ("sum(x, 0)", []),
        ("sum(x, 0.5)", ["wrong-type"]),
        ("mean(x, w)", ["wrong-type"]),
        ("any(x > 0, x > 1)", ["wrong-type"]),
        ("flatten_all(x)", ["undefined-function"]),
        ("scan(relu, x, x)", ["undefined-function"]),
    ],
)
def test_a_function_of_keras_is_held_to_its_parameters(call, found, body_codes):
    assert body_codes(f"return {call}") == found


DRAWS = "random.normal(shape(x))"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"functions:\n  f(x): x + {DRAWS}\n", ["misplaced-random"]),
        ("layers: {L: {inputs: {x: [b, d]}, call: 'x + random.normal(shape(x))'}}\n", []),
        ("params: {n: '=random.normal(3)'}\n", ["misplaced-tensor"]),
    ],
)
def test_random_numbers_are_drawn_in_bodies_alone(text, found, codes):
    assert codes(text) == found


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("initializer: '=random.normal(shape)'", []),
        ("initializer: ones, regularizer: '=sum(w * random.normal(3))'", ["misplaced-random"]),
        ("initializer: ones, constraint: '=w + random.normal(3)'", ["misplaced-random"]),
    ],
)
def test_a_weights_formulas_draw_in_initializers_alone(field, found, codes):
    weight = f"{{shape: [d], {field}}}"
    layer = f"{{inputs: {{x: [b, d]}}, weights: {{w: {weight}}}, call: x * w}}"
    assert codes(f"layers:\n  L: {layer}\n") == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("{Dense: {units: [1, 2]}}", ["wrong-type"]),
        ("{Dense: {units: {a: 1}}}", ["wrong-type"]),
        ("{Dense: {units: '=[1, 2]'}}", ["wrong-type"]),
        ("{Dense: {units: '=[1, 2][0]'}}", []),
        ("{Conv1D: {filters: 2, kernel_size: [3]}}", []),
        ("{Bidirectional: {layer: {GRU: 4, name: a}}}", ["not-a-component"]),
        ("{RNN: {cell: [{GRUCell: 2}, {LSTMCell: 3}]}}", []),
        ("{Dense: {units: 2, kernel_initializer: {}}}", ["not-a-component"]),
    ],
)
def test_a_components_arguments_are_held_to_what_they_may_be(value, found, codes):
    assert codes(f"layers:\n  L: {{inputs: {{x: [b, t, d]}}, sequential: [{value}]}}\n") == found
