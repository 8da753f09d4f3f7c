"""What a layer requires, asked of every use whose params and sizes are known."""

import pytest

LAYER = """
functions:
  both(size): "size if ndim(size) > 0 else [size, size]"
layers:
  Heads:
    params:
      heads: {{type: int, default: 3, min: 1}}
      border: {{type: int or list, default: 1}}
      mode: {{type: str, default: null}}
    inputs: {{x: [batch, time, dim]}}
    requires:
      - {requirement}
    call: x[:, :1] * heads * len(both(border)) if mode is none else x
"""
MODEL = """
model:
  inputs: {{x: [batch, {time}, 10]}}
  layers: {{heads: {{Heads: {{{arguments}}}}}}}
  call: heads(x)
"""


def spec(requirement, arguments="heads: 3", time=8):
    return LAYER.format(requirement=requirement) + MODEL.format(arguments=arguments, time=time)


@pytest.mark.parametrize(
    "requirement",
    [
        "dim % heads == 0",
        "heads > 3",
        "not heads == 3",
        "0 < heads < 3",
        "sum([heads, 4]) < 7",
        "all([one < 1 for one in both(border)])",
        "any([one == dim for one in both(border)]) and unknown is none",
        "mode is not none",
        "both(border) == [1, 2]",
        "shape(x)[1] < 8",
        "max([heads, dim]) < 10",
        "time < dim and (dim < 10 or heads == dim)",
    ],
)
def test_what_certainly_does_not_hold_is_told(requirement, fault):
    requirement = requirement.replace("unknown", "mode")
    if "mode is none" in requirement:
        requirement = requirement.replace("mode is none", "heads > 0")
    assert fault(spec(requirement)).code == "requirement-not-met"


@pytest.mark.parametrize(
    "requirement",
    [
        "dim % heads == 1",
        "ndim(border) == 0 or len(border) == 2 and border[1] > 0",
        "mode is none or mode == 'b'",
        "all([one < time for one in both(border)])",
        "sum(both(border)) < shape(x)[1] and shape(x)[-1] == dim",
    ],
)
def test_what_holds_is_not_told(requirement, codes):
    assert codes(spec(requirement)) == []


@pytest.mark.parametrize("size", ["time", "_"])
def test_sizes_that_are_open_are_not_asked_about(size, codes):
    assert codes(spec("time > 100 or heads > 100", time=size)) == []


def test_params_without_a_value_are_not_asked_about(codes):
    assert codes(LAYER.format(requirement="dim % heads == 0")) == []


def test_it_is_told_at_the_argument_with_the_values_of_its_names(fault):
    told = fault(spec("heads > 3", arguments="mode: a, heads: 2"))
    assert told.span.text == "2"
    assert told.expected == "`heads > 3`"
    assert told.received == "`heads = 2`"
    assert told.related[0].span.text == "heads > 3"


def test_it_is_told_at_the_call_where_sizes_decide(fault):
    told = fault(spec("dim % heads == 0"))
    assert told.span.text == "heads(x)"
    assert told.received == "`dim = 10, heads = 3`"


def test_it_is_told_once_of_a_layer_that_is_called_twice(codes):
    text = spec("heads > 3").replace("call: heads(x)", "call: heads(x) + heads(x)")
    assert codes(text) == ["requirement-not-met"]


def test_params_of_the_file_reach_it(fault):
    told = fault("params: {width: 2}\n" + spec("heads > 3", arguments="heads: =width"))
    assert told.received == "`heads = 2`"


def test_a_layer_within_a_layer_is_asked(fault):
    text = LAYER.format(requirement="heads > 3") + (
        "  Outer:\n    params: {n: 2}\n    inputs: {x: [batch, time, dim]}\n"
        "    layers: {inner: {Heads: {heads: =n}}}\n    call: inner(x)\n"
        "model:\n  inputs: {x: [batch, 4, 10]}\n  sequential: [{Outer: {n: 3}}]\n"
    )
    assert fault(text).received == "`heads = 3`"


def test_a_cell_is_asked_for_a_step(fault):
    text = (
        "layers:\n  Cell:\n    params: {units: 2}\n    inputs: {x: [batch, dim]}\n"
        "    state: {h: [batch, units]}\n    requires: [dim == units]\n    call: |\n"
        "      h = h + x[:, :units]\n      return h, h\n"
        "model:\n  inputs: {x: [batch, 4, 10]}\n  sequential: [{RNN: {cell: Cell}}]\n"
    )
    assert fault(text).code == "requirement-not-met"


def test_a_model_may_require_something_of_the_files_params(fault):
    text = (
        "params: {width: 2}\nmodel:\n  inputs: {x: [batch, 10]}\n"
        "  requires: [width > 2]\n  sequential: [{Dense: =width}]\n"
    )
    assert fault(text).received == "`width = 2`"


@pytest.mark.parametrize(
    ("requirement", "code"),
    [
        ("mean(x) > 0", "misplaced-tensor"),
        ("x > 0", "undefined-name"),
        ("batch > 3", "dynamic-condition"),
        ("shape(x)[0] > 3", "dynamic-condition"),
        ("wings > 3", "undefined-name"),
        ("dim % heads", "static-type"),
        ("border", None),
        ("1 < 2", "constant-condition"),
    ],
)
def test_a_requirement_is_a_static_condition(requirement, code, codes):
    found = codes(LAYER.format(requirement=requirement))
    assert found[:1] == ([code] if code else [])
