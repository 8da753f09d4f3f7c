"""Ids and positions beyond the tables that they reach."""

import numpy as np
import pytest

from wtspec.errors import SpecError
from wtspec.runs.evaluate import evaluate
from wtspec.runs.predict import predict
from wtspec.runs.run import run
from wtspec.stages import check, load

HEAD = """
data: {source: {npz: rows.npz}, inputs: {t: =t}, targets: =y}
train: {epochs: 1, optimizer: adam, loss: {SparseCategoricalCrossentropy: {from_logits: true}}}
"""
INPUT = "inputs: {t: {shape: [batch, time], dtype: int32}}"
EMBEDDING = "e: {Embedding: {input_dim: 10, output_dim: 4}}"
MODELS = {
    "Embedding": f"""
model:
  {INPUT}
  layers: {{d: {{Dense: 3}}, {EMBEDDING}}}
  call: d(mean(e(t), axis=1))""",
    "an input without a dtype": """
model:
  inputs: {t: [batch, time]}
  sequential: [{Embedding: {input_dim: 10, output_dim: 4}}, GlobalAveragePooling1D, {Dense: 3}]""",
    "take of a weight": f"""
model:
  {INPUT}
  weights: {{table: {{shape: [10, 3], initializer: glorot_uniform}}}}
  call: mean(take(table, t, axis=0), axis=1)""",
    "a subscript": f"""
model:
  {INPUT}
  weights: {{table: {{shape: [10, 3], initializer: glorot_uniform}}}}
  call: mean(table[t], axis=1)""",
    "arithmetic before": f"""
model:
  {INPUT}
  layers: {{d: {{Dense: 3}}, e: {{Embedding: {{input_dim: 20, output_dim: 4}}}}}}
  call: d(mean(e(reshape(2 * t + 1, [-1, 5])), axis=1))""",
    "a layer of the file, in mixed precision": f"""
runtime: {{precision: mixed_bfloat16}}
functions:
  look(table, x): take(table, x, axis=0)
layers:
  Look:
    inputs: {{t: [batch, time]}}
    weights: {{table: {{shape: [10, 3], initializer: glorot_uniform}}}}
    call: mean(look(table, cast(t, "int32")), axis=1)
model:
  {INPUT}
  layers: {{one: Look}}
  call: one(t)""",
    "a recurrent layer after": f"""
model:
  {INPUT}
  layers: {{d: {{Dense: 3}}, r: {{GRU: 4}}, {EMBEDDING}}}
  call: d(r(e(t)))""",
    "one_hot": f"""
model:
  {INPUT}
  layers: {{d: {{Dense: 3}}}}
  call: d(mean(one_hot(t, 10), axis=1))""",
}


@pytest.fixture
def train(tmp_path):
    """Runs a model on 20 rows of five ids below 10, but for some."""

    def train(model, *others):
        ids = np.random.default_rng(0).integers(0, 10, (20, 5))
        for row, id in others:
            ids[row, 2] = id
        np.savez(tmp_path / "rows.npz", t=ids, y=np.arange(20) % 3)
        (tmp_path / "spec.yaml").write_text(f"wtspec: 1{model}{HEAD}")
        return run(check(load(tmp_path / "spec.yaml")), runs_dir=tmp_path / "runs")

    return train


@pytest.fixture
def fault(train):
    def fault(*arguments):
        with pytest.raises(SpecError) as raised:
            train(*arguments)
        (found,) = raised.value.diagnostics
        assert found.code == "id-beyond-table"
        return found

    return fault


@pytest.mark.parametrize("model", MODELS)
def test_id_beyond_a_table_is_told_with_its_row(model, fault):
    given, size = (29, 20) if model == "arithmetic before" else (14, 10)
    found = fault(MODELS[model], (13, 14))
    assert found.message.startswith(f"input `t` has the id {given} in row 14 of the data, beyond ")
    assert found.message.endswith(f" of {size}")


@pytest.mark.parametrize("model", ["Embedding", "take of a weight"])
def test_negative_id_is_told_as_it_would_count_from_the_end(model, fault):
    assert "the id -1 in row 4 of the data" in fault(MODELS[model], (3, -1)).message


def test_ids_that_are_brought_within_the_table_pass(train):
    model = MODELS["Embedding"].replace("e(t)", "e(clip(t, 0, 9))")
    train(model, (13, 14), (2, -5))


def test_position_beyond_a_table_of_positions_is_told(fault):
    layers = f"layers: {{d: {{Dense: 3}}, {EMBEDDING}}}"
    model = f"""
model:
  {INPUT}
  weights: {{places: {{shape: [4, 4], initializer: ones}}}}
  {layers}
  call: d(mean(e(t) + take(places, arange(shape(t)[1]), axis=0), axis=1))"""
    assert fault(model).message == "the position 4 is beyond the table `places` of 4"


def test_rows_that_come_later_are_checked_too(train, tmp_path):
    folder = train(MODELS["Embedding"]).folder
    rows, ids = tmp_path / "later.npz", np.zeros((3, 5), int)
    ids[1, 0] = 10
    np.savez(rows, t=ids, y=np.zeros(3, int))
    for measure in (
        lambda: predict(folder, rows, tmp_path / "out.csv"),
        lambda: evaluate(folder, data=rows),
    ):
        with pytest.raises(SpecError, match="the id 10 in row 2") as raised:
            measure()
        assert raised.value.diagnostics[0].code == "id-beyond-table"
    assert not (tmp_path / "out.csv").exists()


def test_more_rows_than_are_looked_at_together_are_all_checked(train, monkeypatch, fault):
    monkeypatch.setattr("wtspec.runs.checks.check_ids.MOST_ROWS", 8)
    assert "row 18 of the data" in fault(MODELS["Embedding"], (17, 12)).message
    train(MODELS["Embedding"])
