"""A fault of a layer by itself is told once; one that a use brings names the use."""

import pytest

LINEAR = """\
layers:
  Linear:
    params: {units: {type: int, min: 1}, wide: false}
    inputs: {x: [..., features]}
    weights: {kernel: {shape: [units, features], initializer: ones}}
    call: x @ kernel
"""


def pointed_at(span):
    return span.source.lines[span.line - 1][span.column - 1 : span.end_column - 1]


def test_two_names_that_may_be_equal_are_not_told(codes):
    assert codes(LINEAR) == []
    assert codes(LINEAR + "model: {inputs: {x: [batch, 4]}, sequential: [{Linear: 4}]}\n") == []


def test_a_fault_that_a_use_brings_names_the_use(fault):
    found = fault(LINEAR + "model: {inputs: {x: [batch, 4]}, sequential: [{Linear: 3}]}\n")
    assert pointed_at(found.span) == "x @ kernel"
    assert found.message == (
        "the last axis of `x` is `features` = 4, but the first axis of `kernel` is `units` = 3"
    )
    assert found.received == "x: [batch, 4], kernel: [3, 4]"
    assert "transpose(kernel)" in found.help
    assert [pointed_at(one.span) for one in found.related] == ["{Linear: 3}"]


def test_a_fault_of_several_uses_is_told_with_the_first(fault):
    found = fault(
        LINEAR + "model: {inputs: {x: [batch, 4]}, sequential: [{Linear: 3}, {Linear: 5}]}\n"
    )
    assert [pointed_at(one.span) for one in found.related] == ["{Linear: 3}"]


def test_a_fault_through_two_layers_names_both_uses(fault):
    found = fault(
        LINEAR
        + """\
  Outer:
    inputs: {x: [batch, dim]}
    layers: {inner: {Linear: =2 * dim}}
    call: inner(x)
model: {inputs: {x: [batch, 4]}, sequential: [Outer]}
"""
    )
    assert pointed_at(found.span) == "x @ kernel"
    assert [pointed_at(one.span) for one in found.related] == ["inner(x)"]


def test_a_fault_of_a_layer_by_itself_is_told_without_its_uses(fault):
    found = fault(
        """\
layers:
  Wrong:
    inputs: {x: [batch, dim]}
    call: x @ ones((dim + 1, 3))
model: {inputs: {x: [batch, 4]}, sequential: [Wrong, Wrong]}
"""
    )
    assert found.related == ()
    assert found.message.endswith("`dim`, but the first axis of `ones((dim + 1, 3))` is `dim + 1`")


def test_a_fault_in_a_function_names_the_call(fault):
    found = fault(
        """\
functions:
  halves(x, n): reshape(x, (-1, n))
model: {inputs: {x: [batch, 4]}, call: "x + halves(x[:, :4], 3)"}
""".replace("[batch, 4]", "[2, 5]")
    )
    assert pointed_at(found.span) == "reshape(x, (-1, n))"
    assert [pointed_at(one.span) for one in found.related] == ["halves(x[:, :4], 3)"]


PAIR = """\
layers:
  Attend:
    params: {{size: 3}}
    inputs:
      q: [batch, time, dim]
      k: [batch, length, dim]
      v: {{shape: [batch, length, size], optional: true}}
    call: q + mean(k, axis=1, keepdims=True)
model:
  inputs: {{a: [batch, 6, 8], b: [batch, 7, 9], c: [batch, 7, 8], d: [batch, 7, 4]}}
  layers: {{attend: Attend}}
  call: attend({given})
"""


@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        ("a, b", "dim-conflict", "`dim` of `Attend` is bound to 8, but it is 9 in `b`"),
        ("a, c, b", "shape-mismatch", "takes `size` = 3 as the last axis of `v`, but `b` has 9"),
        ("a, c, v=a", "dim-conflict", "`length` of `Attend` is bound to 7, but it is 6 in `a`"),
        ("a[0], c", "rank-mismatch", "`Attend` takes 3 axes for `q`, but `a[0]` has 2"),
        ("k=b, q=a", "dim-conflict", "but it is 9 in `b`"),
    ],
)
def test_an_input_that_is_not_as_its_pattern_says_is_told_at_the_call(given, code, message, fault):
    found = fault(PAIR.format(given=given))
    assert (found.code, pointed_at(found.span)) == (code, f"attend({given})")
    assert message in found.message
    assert all(one.span.line < 10 for one in found.related)


def test_inputs_that_are_as_their_patterns_say_are_not_told(codes):
    assert codes(PAIR.format(given="a, c")) == []
    assert codes(PAIR.format(given="a, c, d[..., 1:]")) == []


RETURNS = """\
layers:
  One:
    params: {{units: 3}}
    inputs: {{x: [batch, time, dim], o: [..., dim]}}
    call: {call}
    returns: {returns}
model: {{inputs: {{x: [batch, 5, 7], o: [2, 2, 7]}}, layers: {{one: One}}, call: "one(x, o)"}}
"""


@pytest.mark.parametrize(
    ("call", "returns"),
    [
        ("mean(x, axis=1)", "[batch, time, dim]"),
        ("x[..., None]", "[batch, time, dim]"),
        ("x[:, 1:]", "[batch, time, dim]"),
        ("x", "[batch, time, units]"),
        ("concatenate([o, o], axis=-1)", "[..., dim]"),
        ('{"a": x, "b": mean(x)}', "{a: [batch, time, dim], b: [batch]}"),
    ],
)
def test_an_output_that_is_not_what_returns_says_is_told(call, returns, fault):
    quoted = "'" + call + "'"
    found = fault(RETURNS.format(call=quoted, returns=returns))
    assert found.code == "returns-mismatch"
    assert found.related[0].message == "what `returns` says"


@pytest.mark.parametrize(
    ("call", "returns"),
    [
        ("x", "[batch, time, dim]"),
        ("x", "[batch, _, dim]"),
        ("x", "[..., dim]"),
        ("o", "[..., dim]"),
        ("x @ ones((dim, units))", "[batch, time, units]"),
        ("mean(x, axis=1)", "[batch, dim]"),
        ("mean(x) if units == 4 else x", "[batch, time, dim]"),
    ],
)
def test_an_output_that_is_what_returns_says_is_not_told(call, returns, codes):
    assert codes(RETURNS.format(call=call, returns=returns)) == []


def test_what_does_not_keep_its_promise_gives_anything(fault):
    text = RETURNS.format(call="'x[:, :, 0]'", returns="[batch, time, dim]")
    found = fault(text.replace('"one(x, o)"', '"one(x, o)[:, 0, 0] @ ones((9, 9))"'))
    assert found.code == "returns-mismatch"


def test_any_leading_dims_of_returns_are_those_that_the_body_gives(codes):
    text = RETURNS.format(call="'mean(o, axis=-2)'", returns="[..., dim]")
    assert codes(text.replace('"one(x, o)"', '"reshape(one(x, o), (2, 7))"')) == []


def test_a_weight_that_does_not_exist_has_no_size(codes):
    text = """\
layers:
  Tail:
    inputs: {x: [batch, dim]}
    weights: {w: {shape: [dim - 8], initializer: "=ones((dim - 8,))", when: dim > 8}}
    call: x if w is none else x[:, 8:] * w
model: {inputs: {x: [batch, 4]}, sequential: [Tail]}
"""
    assert codes(text) == []


CELL = """\
layers:
  Cell:
    params: {{units: 4}}
    inputs: {{x: [batch, features]}}
    state: {{h: [batch, units]}}
    weights: {{w: {{shape: [features, units], initializer: ones}}}}
    call: |
      y = tanh(x @ w + h)
      return y, {new}
    returns: [batch, units]
model: {{inputs: {{x: [batch, 5, 3]}}, sequential: [{{RNN: {{cell: Cell}}}}]}}
"""


@pytest.mark.parametrize("new", ["concatenate([y, h], axis=-1)", "mean(y)", "x"])
def test_a_new_state_of_another_shape_is_told(new, fault):
    found = fault(CELL.format(new=new))
    assert found.code == "shape-mismatch"
    assert "the new `h` has the shape" in found.message
    assert pointed_at(found.span) == new


def test_a_cell_is_told_of_a_step(fault):
    text = CELL.format(new="y").replace("features]", "5]").replace("[features, ", "[5, ")
    found = fault(text)
    assert found.message == "`Cell` takes 5 as the last axis of `x`, but a step of its input has 3"


def test_a_new_state_of_its_shape_is_not_told(codes):
    assert codes(CELL.format(new="y + h")) == []


BRANCHES = """\
layers:
  One:
    params: {{wide: false, rate: 0.5, n: 2}}
    inputs: {{x: [batch, dim]}}
    layers: {{grow: {{layer: {{Dense: =dim + 1}}, repeat: 3}}}}
    call: |
{body}
model: {{inputs: {{x: [batch, 4]}}, sequential: [{{One: {arguments}}}]}}
"""


def branches(lines, arguments="{}"):
    body = "\n".join(f"      {line}" for line in lines)
    return BRANCHES.format(body=body, arguments=arguments)


@pytest.mark.parametrize(
    "lines",
    [
        ["if wide:", "  x = x @ ones((3, 4))", "return x"],
        ["if rate > 0.7:", "  x = x @ ones((3, 4))", "return x"],
        ["return x @ ones((3, 4)) if rate > 0.7 else x"],
        ["y = 0.0 if rate > 0.7 else x[:, 1:]", "return x[:, 1:] + y"],
        [
            "for i in range(9 * n):",
            "  x = x @ ones((4, 5)) if i == 0 else x @ ones((5, 5))",
            "return x",
        ],
        ["for block in grow:", "  x = block(x)", "return x @ ones((5, 2))"],
        ["return grow(x)"],
    ],
)
def test_what_may_not_be_done_with_these_sizes_is_not_told(lines, codes):
    assert codes(branches(lines)) == []


@pytest.mark.parametrize(
    ("lines", "arguments"),
    [
        (["if wide:", "  x = x @ ones((3, 4))", "return x"], "{wide: true}"),
        (["if training:", "  x = x @ ones((3, 4))", "return x"], "{}"),
        (["if rate > 0.7:", "  x = x[:, :, 0]", "return x"], "{}"),
        (["for i in range(n):", "  x = x @ ones((3, 4))", "return x"], "{}"),
        (["for i in range(90 * n):", "  y = x @ ones((3, 4))", "return x"], "{}"),
        (["return [x @ ones((3, 4)) for i in range(n)][0]"], "{}"),
    ],
)
def test_what_is_done_for_sure_is_told(lines, arguments, fault):
    assert fault(branches(lines, arguments)).code in ("shape-mismatch", "rank-mismatch")


@pytest.mark.parametrize(
    "lines",
    [
        ["y = [x, x]", *["y = [y, y]"] * 60, "return x"],
        ["s = shape(x)", *["s = s + s"] * 60, "return x"],
        [*["x = x[None]"] * 99, "return x"],
        [
            "for i in range(32):",
            "  for j in range(32):",
            "    for k in range(32):",
            "      x = x + 1",
            "return x",
        ],
    ],
)
def test_what_grows_is_not_followed_for_ever(lines, codes):
    assert codes(branches(lines)) == []


def test_after_a_fault_nothing_is_known(fault):
    found = fault(
        "model: {inputs: {x: [batch, 4]}, call: '((x @ ones((3, 4)))[:, 9] + x)[0, 0, 0]'}"
    )
    assert pointed_at(found.span) == "x @ ones((3, 4))"


def test_a_layer_of_another_fault_gives_anything(codes):
    text = """\
layers:
  Broken:
    inputs: {x: [batch, dim]}
    call: mean(x) + undefined
model: {inputs: {x: [batch, 4]}, sequential: [Broken, {LSTM: 3}]}
"""
    assert codes(text) == ["undefined-name"]


def test_sound_parts_beside_faulty_ones_are_checked(codes):
    text = """\
layers:
  Broken:
    inputs: {x: [batch, dim]}
    call: x + undefined
  Wrong:
    inputs: {x: [batch, dim]}
    call: x[:, :, 0]
"""
    assert sorted(codes(text)) == ["rank-mismatch", "undefined-name"]


def test_a_mask_that_keras_may_hand_on_is_not_taken_for_none(codes):
    text = """\
layers:
  Masked:
    inputs: {x: [batch, time, dim], mask: {shape: [batch, time], optional: true}}
    call: "mean(x, axis=1) if mask is none else x"
model: {inputs: {x: [batch, 4, 3]}, layers: {m: Masked}, call: "m(x)[:, :, 0]"}
"""
    assert codes(text) == []


def test_a_wrapped_layer_is_checked_where_it_is_called(fault):
    found = fault(
        """\
layers:
  Twice:
    inputs: {x: [..., features]}
    wraps: {inner: [..., units]}
    call: inner(inner(x))
model:
  inputs: {x: [batch, 4]}
  sequential: [{Twice: {inner: {Reshape: [2, 3]}}}]
"""
    )
    assert (found.code, pointed_at(found.span)) == ("shape-mismatch", "inner(x)")
