"""What is learned of rows in pieces is what is learned of all at once, to the last bit."""

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wtspec.codegen import generate_all
from wtspec.codegen.training.learning_levels import learning_levels
from wtspec.data.learn import blocks, sample
from wtspec.data.learn.collecting import Collecting
from wtspec.data.learned import Learned
from wtspec.model import execute
from wtspec.stages import check, load

ROWS = 700
SPEC = """
wtspec: 1
data:
  source: {npz: "rows.npz"}
  inputs:
    x: |-
      FORMULA
"""


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 64)
    monkeypatch.setattr(blocks, "BLOCK_VALUES", 160)
    monkeypatch.setattr(sample, "SAMPLE_ROWS", 150)


def table(seed=0):
    draw = np.random.default_rng(seed)
    a = draw.normal(size=ROWS) * 10.0 ** draw.integers(-3, 3, ROWS)
    a[draw.random(ROWS) < 0.2] = np.nan
    b = draw.normal(size=(ROWS, 3)) + 1e6
    b[draw.random((ROWS, 3)) < 0.1] = np.inf
    c = draw.choice(np.array(["", "p|q", "q | r r", "Éa né the", "the the p"], object), ROWS)
    return {"a": a, "b": b, "c": c, "n": draw.integers(0, 5, ROWS), "f": draw.random(ROWS) < 0.5}


@pytest.fixture
def made(tmp_path):
    def made(formula):
        (tmp_path / "spec.yaml").write_text(SPEC.replace("FORMULA", formula))
        checked = check(load(tmp_path / "spec.yaml"))
        source = generate_all(checked.program, checked.spec.document.source, "0")
        return checked.program, execute(source, "spec")

    return made


def pieces(columns, cuts):
    edges = [0, *sorted(cuts), ROWS]
    for start, stop in pairwise(edges):
        yield {name: column[start:stop] for name, column in columns.items()}


def collected(program, module, columns, cuts):
    collecting, passes = Collecting(learning_levels(program)), 0
    while not collecting.done:
        for piece in pieces(columns, cuts):
            collecting.begin_piece()
            with collecting.attempt():
                module.make_inputs(piece, collecting)
        collecting.end_pass()
        passes += 1
    return collecting.learned, passes


NUMBERS = st.recursive(
    st.sampled_from(["a", "b", "b[:, 1]", "n", "cast(f, 'float32')"]),
    lambda inner: st.one_of(
        inner.map("standardize({})".format),
        inner.map("minmax({} * 3)".format),
        inner.map('impute({}, "mean")'.format),
        inner.map('impute({}, "median")'.format),
        inner.map('impute({}, "most_frequent")'.format),
        inner.map("impute({}, -1)".format),
        inner.map("bins({}, 7)".format),
        inner.map("one_hot(bins({}, 3))".format),
    ),
    max_leaves=1,
)
TEXT = ["lookup(c)", "one_hot(c)", "many_hot(c)", 'many_hot(c, " ")', "words(c, size=5, length=3)",
        "words(c)", 'one_hot(impute(c, "most_frequent"))', "lookup(n)", "lookup(f)"]  # fmt: skip
CUTS = st.lists(st.integers(0, ROWS), max_size=12)


def assert_alike(made, formula, cuts, depth):
    program, module = made(formula)
    columns, learned = table(), Learned()
    with np.errstate(all="ignore"):
        whole = module.make_inputs(columns, learned)["x"]
        found, passes = collected(program, module, columns, cuts)
        assert json.loads(found.to_json()) == json.loads(learned.to_json())
        np.testing.assert_array_equal(module.make_inputs(columns, found)["x"], whole, strict=True)
    assert passes == depth


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(formula=NUMBERS, cuts=CUTS)
def test_numbers_in_pieces(made, small_blocks, formula, cuts):
    program, _ = made(formula)
    levels = learning_levels(program)
    assert_alike(made, formula, cuts, max(levels.values(), default=0))


@pytest.mark.parametrize("formula", TEXT)
@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cuts=CUTS)
def test_text_in_pieces(made, formula, cuts):
    assert_alike(made, formula, cuts, 2 if "impute" in formula else 1)


def test_rows_one_by_one(made, small_blocks):
    formula = 'concatenate([standardize(impute(b, "median")), one_hot(c)], axis=-1)'
    assert_alike(made, formula, range(1, ROWS), 2)


def test_what_zeros_make_fail_has_another_pass(made):
    formula = "standardize(one_hot(c) @ ones([5, 2])) + minmax(a)[:, None]"
    assert_alike(made, formula, [100, 200], 3)


def test_what_fails_by_itself_is_told(made):
    program, module = made("standardize(a) + standardize(c)")
    with pytest.raises(ValueError, match="could not convert"):
        collected(program, module, table(), [100])


def test_what_is_never_called_is_not_waited_for(made):
    assert_alike(made, "minmax(standardize(a) if true else standardize(n))", [100], 2)


def test_order_of_values_in_memory_does_not_matter(small_blocks):
    x = np.random.default_rng(0).normal(size=(500, 40))
    one, other = Learned(), Learned()
    one.standardize("x", x)
    other.standardize("x", np.asfortranarray(x))
    assert one.state == other.state


def test_a_sample_is_about_as_large_as_it_may_be_and_spread(monkeypatch):
    monkeypatch.setattr(sample, "SAMPLE_ROWS", 1000)
    kept = sample.RowSample()
    kept.add(np.arange(30_000.0))
    ((low, middle, high),) = kept.quantiles(np.array([0.1, 0.5, 0.9]))
    np.testing.assert_allclose([low, middle, high], [3000, 15000, 27000], atol=1500)


def test_quantiles_of_fewer_values_than_a_sample_are_exact():
    x = np.random.default_rng(0).normal(size=50_001)
    kept = sample.RowSample()
    kept.add(x)
    np.testing.assert_array_equal(kept.quantiles(np.array([0.5])), [[np.median(x)]])
