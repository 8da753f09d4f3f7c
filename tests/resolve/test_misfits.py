"""Shapes that can't fit are told at the expression, and those that may fit are not."""

import pytest

SPEC = """\
model:
  inputs: {{x: [batch, 64], a: [batch, 3], z: [batch, 5, 7], s: [time, dim], o: [..., 6]}}
  weights:
    k: {{shape: [10, 64], initializer: zeros}}
    b: {{shape: [5], initializer: zeros}}
    steps: {{shape: [], initializer: 0, dtype: int32}}
    mean: {{shape: [64], initializer: zeros, trainable: false}}
  call: |
    {line}
    return x
"""

FAULTS = {
    "x + b": ("shape-mismatch", "`x` and `b` do not broadcast: 64 meets 5 on the last axis"),
    "o * b": ("shape-mismatch", "`o` and `b` do not broadcast: 6 meets 5 on the last axis"),
    "x > a": ("shape-mismatch", "`x` and `a` do not broadcast: 64 meets 3 on the last axis"),
    "x == a": ("shape-mismatch", "`x` and `a` do not broadcast: 64 meets 3 on the last axis"),
    "maximum(x, b)": ("shape-mismatch", "64 meets 5"),
    "where(x > 0, b, x)": ("shape-mismatch", "`x > 0`, `b` and `x` do not broadcast"),
    "clip(x, b, 9)": ("shape-mismatch", "64 meets 5"),
    "x @ k": ("shape-mismatch", "the last axis of `x` is 64, but the first axis of `k` is 10"),
    "x @ b": ("shape-mismatch", "the last axis of `x` is 64, but the only axis of `b` is 5"),
    "z @ z": ("shape-mismatch", "the last axis of `z` is 7, but axis -2 of `z` is 5"),
    "o @ k": ("shape-mismatch", "the last axis of `o` is 6, but the first axis of `k` is 10"),
    "x @ steps": ("rank-mismatch", "`steps` is a scalar, and a matrix product takes none"),
    "dot(x, k)": ("shape-mismatch", "the last axis of `x` is 64"),
    "matmul(k, b)": ("shape-mismatch", "the last axis of `k` is 64, but the only axis of `b` is 5"),
    "tensordot(x, k, axes=1)": ("shape-mismatch", "axis 1 of `x` is 64, but the first axis of `k`"),
    "tensordot(z, z, axes=[[1], [2]])": ("shape-mismatch", "axis 1 of `z` is 5, but axis 2"),
    "tensordot(b, k, axes=2)": ("rank-mismatch", "`b` and `k` have not 2 axes each to sum over"),
    'einsum("bij,jk->bik", x, k)': ("einsum-mismatch", "`bij` has 3 letters, but `x` has 2 axes"),
    'einsum("bi,ji->bk", x, k)': ("einsum-mismatch", "has `k`, which none of its terms has"),
    'einsum("bi,ij->bj", x)': ("einsum-mismatch", "the equation has 2 terms for 1 operand"),
    'einsum("bi,ij->bj", x, k)': ("einsum-mismatch", "is 64 in `x` and 10 in `k`"),
    'einsum("bii->b", z)': ("einsum-mismatch", "`i` of the equation is both 5 and 7 in `z`"),
    'einsum("b...i,ij->b...i", z, k)': ("einsum-mismatch", "is 7 in `z` and 10 in `k`"),
    'einsum("bi->bii", x)': ("einsum-mismatch", "the equation's output has `i` twice"),
    "mean(x, axis=2)": ("axis-out-of-range", "`x` has no axis 2: it has 2 axes"),
    "sum(x, axis=(0, -2))": ("axis-out-of-range", "an axis stands twice among [0, -2]"),
    "max(x, axis=-3)": ("axis-out-of-range", "`x` has no axis -3"),
    "moments(x, axes=[2])[0]": ("axis-out-of-range", "`x` has no axis 2"),
    "softmax(x, axis=2)": ("axis-out-of-range", "`x` has no axis 2"),
    "cumsum(x, axis=2)": ("axis-out-of-range", "`x` has no axis 2"),
    "flip(x, axis=2)": ("axis-out-of-range", "`x` has no axis 2"),
    "reshape(x, (batch, 5, 5))": ("shape-mismatch", "64 elements don't make 25"),
    "reshape(x, (batch, 5, -1))": ("shape-mismatch", "64 elements don't divide by 5"),
    "reshape(x, (-1, -1))": ("shape-mismatch", "only one size"),
    "transpose(x, (0, 2, 1))": ("rank-mismatch", "the order names 3 axes, but `x` has 2"),
    "transpose(x, (0, 0))": ("axis-out-of-range", "the order names an axis twice: [0, 0]"),
    "transpose(x, (0, 2))": ("axis-out-of-range", "`x` has no axis 2"),
    "swapaxes(x, 0, 2)": ("axis-out-of-range", "`x` has no axis 2"),
    "moveaxis(x, 2, 0)": ("axis-out-of-range", "`x` has no axis 2"),
    "repeat(x, 2, axis=2)": ("axis-out-of-range", "`x` has no axis 2"),
    "concatenate([x, z], axis=1)": (
        "rank-mismatch",
        "`x` and `z` have not the same number of axes",
    ),
    "concatenate([k, k[:, 1:]], axis=0)": ("shape-mismatch", "64 meets 63 on axis 1"),
    "concatenate([x, x], axis=2)": ("axis-out-of-range", "`x` has no axis 2"),
    "stack([x, a])": ("shape-mismatch", "`x` and `a` can't be joined: 64 meets 3 on axis 1"),
    "stack([x, x], axis=4)": ("axis-out-of-range", "there is no place for a new axis 4 in `x`"),
    "take(x, [0], axis=2)": ("axis-out-of-range", "`x` has no axis 2"),
    'take_along_axis(x, cast(z, "int32"), axis=1)': ("rank-mismatch", "`x` has 2 axes, but"),
    'take_along_axis(k, cast(k[1:], "int32"), axis=1)': ("shape-mismatch", "10 meets 9"),
    "split(x, 5, axis=1)[0]": ("shape-mismatch", "64, which can't be split into 5 equal parts"),
    "split(x, 2, axis=2)[0]": ("axis-out-of-range", "`x` has no axis 2"),
    "squeeze(x, 1)": ("shape-mismatch", "an axis to squeeze has size 1, but axis 1 of `x` is 64"),
    "expand_dims(x, 3)": ("axis-out-of-range", "there is no place for a new axis 3 in `x`"),
    "broadcast_to(b, (2, 6))": ("shape-mismatch", "`b` can't be broadcast to the shape [2, 6]"),
    "broadcast_to(k, (64,))": ("shape-mismatch", "`k` can't be broadcast to the shape [64]"),
    "pad(x, ((0, 0), (1, 1), (1, 1)))": ("rank-mismatch", "the widths are for 3 axes"),
    "glu(z)": ("shape-mismatch", "`glu` halves an axis, but this one is 7"),
    "top_k(b, 6)[0]": ("shape-mismatch", "there are no 6 largest among the 5 of `b`"),
    'one_hot(cast(x, "int32"), 3, axis=2)': ("axis-out-of-range", "has no axis 2"),
    "zeros((2, 3 - 7))": ("negative-size", "a size can't be below zero, but this is -4"),
    "x[:, 64]": ("index-out-of-range", "there is no item 64 on an axis of `x` that has 64"),
    "x[:, -65]": ("index-out-of-range", "there is no item -65"),
    "x[:, 0, 0]": ("rank-mismatch", "there are 3 subscripts, but `x` has 2 axes"),
    "shape(x)[2]": ("index-out-of-range", "there is no item 2 in `shape(x)`, which has 2"),
    "[x, a][2]": ("index-out-of-range", None),
}

SOUND = """
x + mean(x, axis=-1, keepdims=True)
x + s
s + transpose(s)
x * o[..., :1]
a[:, None] + x[:, :, None]
z @ transpose(z, (0, 2, 1))
o @ k[:6]
s @ transpose(s)
s @ s
einsum("bi,bj->bij", x, a)
einsum("...i,ij->...j", x, transpose(k))
einsum("td,de->te", s, k)
einsum("bi,ij", x[:, :1], k)
einsum("...,...->...", x, x)
mean(o, axis=3)
mean(x)
sum(x, axis=(0, 1))
reshape(x, (batch, 8, 8))
reshape(x, (-1, 16))
reshape(x, (batch * 2, 32))
reshape(s, (time * dim,))
reshape(s, (dim, time))
reshape(s, (7, -1))
reshape(o, (-1, 3))
concatenate([x, a], axis=1)
concatenate([x, s], axis=1)
concatenate([x, s], axis=0)
stack([x, x + 1], axis=2)
stack([x, s])
take(x, [70], axis=1)
take_along_axis(x, argsort(x, axis=-1), axis=1)
split(x, 4, axis=1)[3]
split(s, 3, axis=0)[0]
split(x, [5, 99], axis=1)[2]
squeeze(x[:, :1], 1)
squeeze(s, 0)
expand_dims(x, 2)
broadcast_to(b, (2, 5))
broadcast_to(b[:1], (2, 7))
top_k(s, 3)[0]
pad(x, ((1, 1),))
glu(s)
zeros((time - 4, 2))
x[:, 60:99]
x[:, 9:3]
s[5]
s[:, -9]
x[..., None, None]
x[:, None, 3]
o[0, 0, 0, 0]
shape(o)[3]
""".strip().splitlines()


@pytest.mark.parametrize("line", FAULTS)
def test_what_can_not_fit_is_told(line, fault):
    found = fault(SPEC.format(line=f"y = {line}"))
    code, message = FAULTS[line]
    assert found.code == code
    assert message is None or message in found.message


@pytest.mark.parametrize("line", SOUND)
def test_what_may_fit_is_not_told(line, codes):
    assert codes(SPEC.format(line=f"y = {line}")) == []


STATEMENTS = {
    "a, b2 = split(x, 4, axis=1)": ("unpack-mismatch", "2 names can't take 4 values"),
    "u, v, w = shape(x)": ("unpack-mismatch", "3 names can't take 2 values"),
    "u, v = k": ("unpack-mismatch", "2 names can't take 10 values"),
    "assign(mean, x)": ("shape-mismatch", "`x` has not the shape [64]"),
    "assign(mean, 0)": ("shape-mismatch", "has not the shape [64]"),
    "assign(steps, b)": ("shape-mismatch", "`b` has not the shape []"),
    "add_loss(square(b))": (
        "not-a-scalar",
        "`add_loss` takes a scalar, but this has the shape [5]",
    ),
    'add_metric("m", b)': ("not-a-scalar", "`add_metric` takes a scalar"),
}


@pytest.mark.parametrize("line", STATEMENTS)
def test_what_a_statement_can_not_take_is_told(line, fault):
    found = fault(SPEC.format(line=line))
    assert found.code == STATEMENTS[line][0]
    assert STATEMENTS[line][1] in found.message


@pytest.mark.parametrize(
    "line",
    [
        "u, v = shape(x)",
        "u, v = shape(o)",
        "u, v, w = split(s, [1, 2], axis=0)",
        "assign(mean, mean(x, axis=0))",
        "assign(mean, x[0])",
        "assign(mean, s[0])",
        "assign(steps, steps + 1)",
        "add_loss(mean(x))",
        "add_loss(o[0])",
        'add_metric("m", 0.5)',
    ],
)
def test_what_a_statement_may_take_is_not_told(line, codes):
    assert codes(SPEC.format(line=line)) == []


WEIGHTS = {
    "w: {shape: [3, 4], initializer: '=arange(5)'}": "shape-mismatch",
    "w: {shape: [3], initializer: '=ones((2, 3))'}": "shape-mismatch",
    "w: {shape: [3], initializer: '=random.normal(shape) @ ones((4, 3))'}": "shape-mismatch",
    "w: {shape: [3], initializer: ones, regularizer: '=square(w)'}": "not-a-scalar",
    "w: {shape: [3, 4], initializer: ones, constraint: '=transpose(w)'}": "shape-mismatch",
    "w: {shape: [3, 4 - 5], initializer: ones}": "negative-size",
}


@pytest.mark.parametrize("weight", WEIGHTS)
def test_what_is_no_weight_of_its_shape_is_told(weight, fault):
    found = fault(f"model:\n  inputs: {{x: [batch, 3]}}\n  weights:\n    {weight}\n  call: x\n")
    assert found.code == WEIGHTS[weight]


@pytest.mark.parametrize(
    "weight",
    [
        "w: {shape: [3, 4], initializer: '=arange(4)'}",
        "w: {shape: [dim, 4], initializer: '=reshape(arange(8), (2, 4))'}",
        "w: {shape: [], initializer: '=log(2.0)'}",
        "w: {shape: [3], initializer: ones, regularizer: '=sum(square(w))'}",
        "w: {shape: [3, 4], initializer: ones, constraint: '=clip(w, 0, 1)'}",
        "w: {shape: [3, 3], initializer: ones, constraint: '=transpose(w)'}",
    ],
)
def test_what_may_be_a_weight_of_its_shape_is_not_told(weight, codes):
    layer = f"inputs: {{x: [batch, dim]}}\n    weights:\n      {weight}\n    call: x\n"
    assert codes(f"layers:\n  One:\n    {layer}") == []


def test_tensors_that_a_quoted_body_leaves_without_words_are_told_apart(fault):
    body = r'"y = mean(x, axis=-1)\nreturn concatenate([x, y], axis=-1)"'
    found = fault(f"layers:\n  A:\n    inputs: {{x: [batch, dim]}}\n    call: {body}\n")
    assert found.message == "the tensors have not the same number of axes"
    assert found.received == "the tensor: [batch, dim], the tensor: [batch]"
