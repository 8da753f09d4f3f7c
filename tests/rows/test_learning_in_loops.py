"""Functions that learn, in comprehensions: each call learns for itself."""

import numpy as np
import pytest

from wtspec.codegen import generate_all
from wtspec.data.learned import Learned
from wtspec.errors import SpecError
from wtspec.model import execute
from wtspec.stages import check, load

SPEC = """
wtspec: 1
params: {chosen: [0, 2], wide: true}
model:
  inputs: {x: [batch, ...]}
  sequential: [{Dense: 1}]
data:
  source: {synthetic: {rows: 9, columns: {a: {}, b: {}, i: {classes: 4}, data: {shape: [3]}}}}
  inputs:
    x: |-
      FORMULA
  targets: =a
"""
A, B = np.arange(9.0), 100 * np.arange(9.0) ** 2
TABLE = {"a": A, "b": B, "i": np.arange(9) % 4, "data": np.stack([A, B, A * B], axis=-1)}


def scaled(*columns):
    return np.stack([(x - x.mean(axis=0)) / x.std(axis=0) for x in columns], axis=-1)


@pytest.fixture
def module(tmp_path):
    def module(formula):
        path = tmp_path / "spec.yaml"
        path.write_text(SPEC.replace("FORMULA", formula))
        found = check(load(path))
        return execute(generate_all(found.program, found.spec.document.source, "0"), "spec")

    return module


CASES = {
    "stack([standardize(c) for c in [a, b]], axis=-1)": scaled(A, B),
    "stack([standardize(c) + 1 for c in [a, b, a][1:]], axis=-1)": scaled(B, A) + 1,
    "stack([standardize(c) for c in ([a, b] if wide else [a])], axis=-1)": scaled(A, B),
    "stack([standardize(data[:, j]) for j in range(3)], axis=-1)": scaled(A, B, A * B),
    "stack([standardize(data[:, j]) for j in chosen], axis=-1)": scaled(A, A * B),
    "stack([standardize(data[:, j]) for j in range(shape(data)[1])], axis=-1)": scaled(A, B, A * B),
    "stack([standardize(c * c + s) for c, s in [[a, 1], [b, 2]]], axis=-1)": scaled(A * A, B * B),
    "stack([standardize(c + s * a) for c in [a, b] for s in [0, 1]], axis=-1)": scaled(
        A, A + A, B, B + A
    ),
    "stack([one for one in [standardize(c) for c in [a, b]]], axis=-1)": scaled(A, B),
    "stack([minmax(c) for c in [a, b]], axis=-1)": np.stack([A / 8, B / 6400], axis=-1),
    "stack([lookup(c) for c in [a, i]], axis=-1)": np.stack([A + 1, TABLE["i"] + 1], axis=-1),
}


@pytest.mark.parametrize("formula", CASES)
def test_each_call_learns_for_itself(module, formula):
    found = module(formula).make_inputs(TABLE, Learned())["x"]
    np.testing.assert_allclose(found, CASES[formula], rtol=1e-12, atol=1e-12)


def test_what_each_call_learned_is_kept(module):
    made, learned = module("stack([standardize(c) for c in [a, b]], axis=-1)"), Learned()
    before = made.make_inputs(TABLE, learned)["x"]
    kept = Learned.from_json(learned.to_json())
    some = {name: column[2:4] for name, column in TABLE.items()}
    np.testing.assert_array_equal(made.make_inputs(some, kept)["x"], before[2:4])


def test_classes_of_a_column_looked_up_in_a_loop_are_known(tmp_path):
    text = SPEC.replace("FORMULA", "stack([lookup(c) for c in [a, i]], axis=-1)")
    path = tmp_path / "spec.yaml"
    path.write_text(text.replace("Dense: 1", "Dense: =classes(i)"))
    check(load(path))


def test_loop_over_what_only_the_data_know_is_told(tmp_path):
    text = SPEC.replace("FORMULA", "stack([standardize(p[:, j]) for j in range(shape(p)[1])], -1)")
    path = tmp_path / "spec.yaml"
    before, after = text.index("source:"), text.index("inputs:\n    x: |-")
    path.write_text(f"{text[:before]}source: {{parquet: nowhere.parquet}}\n  {text[after:]}")
    with pytest.raises(SpecError) as raised:
        check(load(path))
    assert [one.code for one in raised.value.diagnostics] == ["learned-in-loop"]
