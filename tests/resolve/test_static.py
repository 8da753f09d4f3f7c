"""What is known when a layer is built, what only at run time."""

import pytest

STATIC = [
    "units > 3", "flag and units == 4", "not flag", "training", "mask is none", "dim % 2 == 0",
    "ndim(x) == 3", "len(shape(x)) == 3", "shape(x)[2] == dim", "shape(x)[-1] > units",
    "len(blocks) > 1", "len([x, x]) == 2", "min(units, dim) > 2", "time > 1", 'flag == "a"',
    "int(units / 2) == 2", "sqrt(units) == 2",
]  # fmt: skip
TENSORS = ["x > 0", "sum(x) > 0", "w == w", "any(x > 0)", "flag and x > 0", "dense(x) > units"]
DYNAMIC = ["batch > 1", "shape(x)[0] > 1", "batch // 2 == units", "batch + 1 > 2"]


@pytest.mark.parametrize("condition", STATIC)
def test_a_condition_may_be_anything_that_is_known_when_built(condition, body_codes):
    assert body_codes(f"if {condition}:\n  x = x * 2\nreturn x") == []
    assert body_codes(f"return x if {condition} else -x") == []


@pytest.mark.parametrize("condition", TENSORS)
def test_a_condition_on_a_tensor_points_to_where(condition, body_codes):
    assert body_codes(f"return x if {condition} else -x") == ["tensor-condition"]


@pytest.mark.parametrize("condition", DYNAMIC)
def test_a_condition_on_a_size_of_run_time_is_refused(condition, body_codes):
    assert body_codes(f"return x if {condition} else -x") == ["dynamic-condition"]


def test_the_fault_of_a_tensor_condition_names_where(fault):
    from tests.resolve.conftest import body

    assert "where(" in fault(body("return x if x > 0 else -x")).help


@pytest.mark.parametrize("size", ["batch", "batch * 2", "shape(x)[0]", "batch // 2 + 1"])
def test_a_size_of_run_time_serves_as_a_size_and_in_slices(size, body_codes):
    assert body_codes(f"return zeros(({size}, units)) + x[:{size}, 0, :units]") == []


@pytest.mark.parametrize("call", ["range(batch)", "min(batch, 2)", "sqrt(batch)", "int(batch)"])
def test_a_size_of_run_time_is_refused_by_functions_of_static_values(call, body_codes):
    assert body_codes(f"y = {call}\nreturn x") == ["dynamic-condition"]


@pytest.mark.parametrize("iterable", ["range(units)", "blocks", "[1, 2]", "[x, x]", "range(time)"])
def test_a_loop_runs_over_what_is_static(iterable, body_codes):
    assert body_codes(f"for one in {iterable}:\n  x = x * 2\nreturn x") == []


@pytest.mark.parametrize("iterable", ["x", "dense(x)", "w", "dense"])
def test_a_loop_over_a_tensor_or_one_sublayer_is_refused(iterable, body_codes):
    assert body_codes(f"for one in {iterable}:\n  x = x * 2\nreturn x") == ["tensor-condition"]


@pytest.mark.parametrize("name", ["shape(x)", "x, units"])
def test_unpacking_keeps_what_is_known_of_each_part(name, body_codes):
    parts = "a, b, c" if name == "shape(x)" else "a, b"
    assert body_codes(f"{parts} = {name}\nreturn x if b > 1 else -x") == []
    assert body_codes(f"{parts} = {name}\nreturn x if a > 1 else -x") != []


def test_a_value_that_is_static_on_one_branch_alone_is_not_static(body_codes):
    assert body_codes("if flag:\n  a = units\nelse:\n  a = sum(x)\nreturn x if a > 1 else -x") == [
        "tensor-condition"
    ]


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("shape: [batch]", "dynamic-condition"),
        ("shape: [dim], when: batch > 1", "dynamic-condition"),
        ("shape: [relu(dim)]", "misplaced-tensor"),
        ("shape: [x]", "undefined-name"),
        ("shape: [dim], when: training", "undefined-name"),
    ],
)
def test_what_makes_a_weight_is_known_when_it_is_made(field, code, codes):
    weight = f"{{{field}, initializer: zeros}}"
    layer = f"{{inputs: {{x: [batch, dim]}}, weights: {{v: {weight}}}, call: x * v}}"
    assert codes(f"layers:\n  Thing: {layer}\n") == [code]


@pytest.mark.parametrize(
    "condition",
    ["sum([units, 1]) > 2", "all([one > 0 for one in [units, 2]])", "any([flag, units == 3])"],
)
def test_sums_of_static_lists_are_static(condition, body_codes):
    assert body_codes(f"if {condition}:\n  y = x\nelse:\n  y = x * 2\nreturn y") == []


@pytest.mark.parametrize("condition", ["sum([x, x]) > 2", "all(x > 0)", "sum(units) > 2"])
def test_sums_of_tensors_are_tensors(condition, body_codes):
    lines = f"if {condition}:\n  y = x\nelse:\n  y = x * 2\nreturn y"
    assert "tensor-condition" in body_codes(lines)
