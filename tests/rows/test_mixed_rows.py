"""Which data formulas keep their rows apart, and which do not."""

import numpy as np
import pytest

from wtspec.codegen import generate_all
from wtspec.data.learned import Learned
from wtspec.errors import SpecError
from wtspec.model import execute
from wtspec.rows.rules import RULES
from wtspec.sources.formulas import data_function, data_function_names
from wtspec.stages import check, load

SPEC = """
wtspec: 1
params: {k: 1, names: [0, 2]}
model:
  inputs: {x: [batch, ...]}
  sequential: [{Dense: 1}]
data:
  source:
    synthetic:
      rows: 20
      columns: {a: {}, b: {}, d1: {}, i: {classes: 5}, data: {shape: [6]}, cube: {shape: [4, 5]}}
  inputs:
    x: |-
      FORMULA
  targets: =a
"""
APART = """
data
standardize(data)
mean(data, axis=1)
mean(data, axis=-1)
mean(data, axis=k)
mean(cube, axis=[1, 2])
data[:, :3]
data[:, 0]
data[:, [0, 2]]
data[:, names]
data[..., 0]
data[..., None]
data[:, ::-1]
cube[:, 1:, ::2]
stack([a, b], axis=-1)
stack([a, b], axis=1)
transpose(stack([a, b]))
where(a > 0, a, b)
one_hot(i, num_classes=5)
lookup(i)
reshape(cube, [-1, 20])
reshape(data, [-1, 2, 3])
reshape(data, [shape(data)[0], 2, 3])
reshape(data, [shape(data)[0], -1])
reshape(cube, [-1, 4, 5, 1])
stack([standardize(c) for c in [a, b]], axis=-1)
concatenate([data, data], axis=-1)
concatenate([data, data], axis=1)
concatenate([expand_dims(a, -1), data], axis=-1)
concatenate([expand_dims(c, 1) for c in [a, b]], axis=1)
data - mean(data, axis=-1, keepdims=True)
sort(data)
argsort(data)
cumsum(data, axis=1)
flip(data, axis=-1)
roll(data, 1, axis=1)
diff(data)
softmax(data)
data @ ones([6, 2])
matmul(data, ones([6, 2]))
einsum("ij,jk->ik", data, ones([6, 2]))
einsum("bij,bij->b", cube, cube)
einsum("bij,bik->bjk", cube, cube)
einsum("...j,jk->...k", cube, ones([5, 2]))
einsum("bij->bji", cube)
transpose(cube, [0, 2, 1])
swapaxes(cube, 1, 2)
moveaxis(cube, -1, 1)
take(data, [0, 1], axis=1)
take([0.1, 0.2, 0.5, 0.7, 0.9], i)
take_along_axis(data, expand_dims(i, -1), axis=1)
a + 1
a * b
data * [1, 2, 3, 4, 5, 6]
data - expand_dims(a, -1)
data - a[:, None]
cube * a[:, None, None]
clip(a, 0, 1)
maximum(a, b)
max(data, axis=1)
quantile(data, 0.5, axis=1)
median(data, axis=-1)
digitize(a, [0.0, 0.5])
searchsorted([0.0, 0.5], a)
isin(i, [1, 2])
repeat(data, 2, axis=1)
tile(data, [1, 2])
pad(data, [[0, 0], [1, 1]])
ones_like(a)
zeros([shape(a)[0], 3])
broadcast_to([1, 2], [shape(a)[0], 2])
norm(data, axis=-1)
normalize(data)
average(data, axis=1, weights=[1, 2, 3, 4, 5, 6])
tensordot(data, ones([6, 2]), 1)
select([a > 0, b > 0], [a, b], 0)
stack([data[:, j] - data[:, 0] for j in range(6)], axis=-1)
stack([data[:, j] for j in range(shape(data)[1])], axis=-1)
squeeze(data[:, None])
columns("d*")
a if k > 0 else b
data[:]
data[0:]
data[::1]
cast(i, "float32")
ndim(data) * a
minmax(data)
reshape(a, [-1, 1])
reshape(a, [-1])
logsumexp(data, axis=-1)
cos(pi * a)
linspace(a, b, 5, axis=-1)
isclose(a, b)
tril(cube)
argmax(data, axis=1)
any(data > 0, axis=1)
one_hot(argmax(data, axis=1), num_classes=6)
""".strip().splitlines()
MIXED = """
a - mean(a)
(b - min(b)) / (max(b) - min(b))
roll(a, 1)
sort(a)
a[::-1]
cumsum(a)
argsort(a)
max(b)
reshape(data, [6, -1])
reshape(a, [-1, 2])
concatenate([a, b])
concatenate([data, data])
a[0]
a[1:]
flip(a)
flip(data)
diff(a)
transpose(data) @ data
data @ transpose(data)
einsum("ij,ik->jk", data, data)
einsum("ij,kj->ik", data, data)
len(a)
a / shape(a)[0]
arange(shape(a)[0])
a[i]
data[a > 0]
take(a, i)
take(data, [0], axis=0)
a[:, None] - b
data - mean(data, axis=0)
data - mean(data)
sum(a)
quantile(a, 0.5)
cumsum(data)
a * [1, 2, 3]
stack([c - mean(c) for c in [a, b]], axis=-1)
searchsorted(sort(a), a)
isin(a, b)
data[:, i]
repeat(a, 2)
tile(a, 2)
pad(a, 1)
pad(data, 1)
broadcast_to(a, [20, 20])
tril(data)
average(a, weights=b)
std(data, axis=k - 1)
std(data, axis=-2)
norm(a)
normalize(a)
softmax(a)
tensordot(a, b, 1)
einsum("i,i", a, b)
einsum("i,i->i", a, arange(20))
a + arange(20)
squeeze(a, axis=0)
data[..., 0, None, :]
argmax(a)
hstack([a, b])
roll(data, 1)
a @ b
standardize(transpose(data))
any(a > 0)
nanmean(a)
ptp(a)
any(data > 0)
where(a > mean(a), 1, 0)
stack([a[0] + b, b], axis=-1)
count_nonzero(a)
cumprod(a)
""".strip().splitlines()
ELSEWHERE = """
3
zeros([3])
transpose(data)
stack([a, b])
swapaxes(data, 0, 1)
moveaxis(data, 0, -1)
expand_dims(a, 0)
a[None]
linspace(a, b, 5)
""".strip().splitlines()


@pytest.fixture
def checked(tmp_path):
    def checked(formula, text=SPEC):
        path = tmp_path / "spec.yaml"
        path.write_text(text.replace("FORMULA", formula))
        return check(load(path))

    return checked


@pytest.fixture
def fault(checked):
    def fault(formula, text=SPEC):
        with pytest.raises(SpecError) as raised:
            checked(formula, text)
        (found,) = raised.value.diagnostics
        return found

    return fault


def table():
    draw = np.random.default_rng(0)
    columns = {name: draw.normal(size=20) for name in ("a", "b", "d1")}
    columns |= {"data": draw.normal(size=(20, 6)), "cube": draw.normal(size=(20, 4, 5))}
    return {**columns, "i": draw.integers(0, 5, 20)}


@pytest.mark.parametrize("formula", APART)
def test_formula_that_keeps_rows_apart_gives_the_same_for_any_of_them(checked, formula):
    found = checked(formula)
    module = execute(generate_all(found.program, found.spec.document.source, "0"), "spec")
    whole, learned, chosen = table(), Learned(), np.array([17, 3, 11, 4, 5])
    all_rows = np.asarray(module.make_inputs(whole, learned)["x"])
    some = {name: column[chosen] for name, column in whole.items()}
    np.testing.assert_allclose(module.make_inputs(some, learned)["x"], all_rows[chosen], rtol=1e-12)


@pytest.mark.parametrize("formula", MIXED)
def test_formula_that_mixes_rows_is_refused(fault, formula):
    assert fault(formula).code == "mixed-rows"


@pytest.mark.parametrize("formula", ELSEWHERE)
def test_formula_whose_first_axis_is_not_the_rows_is_refused(fault, formula):
    assert fault(formula).code == "row-count"


def test_every_function_over_columns_says_what_it_makes_of_the_rows():
    named = {data_function(name).rows for name in data_function_names()}
    assert not named - {*RULES}, (
        f"wtspec/sources/functions.txt names {named - {*RULES}}, which wtspec/rows/rules.py has not"
    )
    assert not {*RULES} - named, f"no function of data follows the rules { ({*RULES} - named) }"


@pytest.mark.parametrize(
    ("formula", "named"),
    [("a - mean(a)", "standardize"), ("a / max(a)", "minmax"), ("argsort(a)", "lookup")],
)
def test_help_names_what_learns_from_the_training_rows(fault, formula, named):
    assert f"`{named}(x)` learns from the training rows" in fault(formula).help


def test_formula_with_several_mixtures_is_told_once(fault):
    assert "`mean`" in fault("(a - mean(a)) / (std(a) + max(b) - len(a))").message


def test_targets_and_weights_are_followed_too(fault):
    fault("a", SPEC.replace("targets: =a", "targets: =a - min(a)"))
    fault("a", SPEC.replace("targets: =a", "targets: =a\n  weights: =b / sum(b)"))


def test_column_of_unknown_form_is_not_suspected(checked):
    source = "source: {parquet: nowhere.parquet}\n  inputs"
    text = SPEC[: SPEC.index("source:")] + source + SPEC[SPEC.index("inputs:\n    x: |-") + 6 :]
    checked("p - mean(p, axis=-1, keepdims=True)", text)


def test_column_of_unknown_form_is_still_reduced_by_no_axis(fault):
    source = "source: {parquet: nowhere.parquet}\n  inputs"
    text = SPEC[: SPEC.index("source:")] + source + SPEC[SPEC.index("inputs:\n    x: |-") + 6 :]
    assert fault("a - mean(p)", text).code == "mixed-rows"
