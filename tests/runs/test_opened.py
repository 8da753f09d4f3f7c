"""A run as Python has it."""

import json
import shutil
import subprocess
import sys
import threading

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv, parquet

import wtspec
from tests.runs.test_predict import COLORS, LENGTHS, expected, table
from wtspec.cli.main import run_command
from wtspec.runs.lock import hold
from wtspec.runs.preprocessing import read_preprocessing

IN_ANOTHER_PROCESS = """
import sys, wtspec
run = wtspec.open(sys.argv[1])
print(run.history[-1]["loss"], run.metrics["test"]["loss"], run.spec.name, repr(run)[:4])
print({"keras", "jax"} & set(sys.modules))
"""

SEVERAL = """
wtspec: 1
name: several
model:
  inputs: {size: [batch, 1]}
  layers: {hidden: {Dense: 4}, kind: {Dense: 3}, sure: {Dense: 1}}
  call: |
    h = relu(hidden(size))
    return {"kind": kind(h), "sure": squeeze(sure(h), -1)}
data:
  source: {csv: flowers.csv}
  inputs: {size: "expand_dims(standardize(length), -1)"}
  targets: {kind: =kind, sure: =kind / 2}
train:
  epochs: 1
  optimizer: adam
  loss: {kind: {SparseCategoricalCrossentropy: {from_logits: true}}, sure: mse}
"""


@pytest.fixture
def copy(finished, tmp_path):
    """The folder of a run, to be changed."""
    return shutil.copytree(finished.folder, tmp_path / "run")


@pytest.fixture
def died(copy):
    """The folder of a run that was killed."""
    (copy / "weights.safetensors").unlink()
    facts = json.loads((copy / "environment.json").read_text())
    (copy / "environment.json").write_text(json.dumps({**facts, "status": "training"}))
    return copy


@pytest.fixture
def opened(finished):
    return wtspec.open(finished.folder)


def test_what_was_trained_and_what_is_opened_say_the_same(finished):
    opened = wtspec.open(finished)
    assert type(opened) is type(finished) is wtspec.Run
    assert opened is not finished
    assert opened.folder == finished.folder
    assert len(opened.history) == 2
    assert opened.history == finished.history
    assert opened.metrics == finished.metrics
    assert opened.spec.file.params["width"].default == finished.spec.file.params["width"].default
    assert opened.weights.keys() == finished.weights.keys()


def test_the_record_of_a_run_is_read_without_keras(finished):
    command = [sys.executable, "-c", IN_ANOTHER_PROCESS, finished.folder]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    losses = finished.history[-1]["loss"], finished.metrics["test"]["loss"]
    assert done.stdout.split() == [*map(str, losses), "flowers", "<Run", "set()"]


def test_a_model_is_made_once(opened):
    assert opened.model is opened.model
    assert opened.weights["hidden/kernel"] is wtspec.weights(opened.model)["hidden/kernel"]


@pytest.mark.parametrize("part", ["train", "validation", "test"])
def test_evaluating_gives_what_the_command_prints(opened, finished, part, monkeypatch, capsys):
    monkeypatch.chdir(finished.folder.parents[2])
    assert run_command(["evaluate", str(finished.folder), "--part", part, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert opened.evaluate(part) == finished.evaluate(part) == told


def test_a_run_just_trained_is_evaluated_from_anywhere_and_an_opened_one_where_it_may(
    finished, opened, monkeypatch, tmp_path, fault
):
    monkeypatch.chdir(tmp_path)
    assert finished.evaluate() == finished.metrics["test"]
    assert fault(opened.evaluate).code == "outside-root"
    assert opened.evaluate(data_root=finished.folder.parents[2]) == finished.metrics["test"]


def test_predicting_gives_what_the_command_writes(opened, finished, tmp_path):
    rows, written = tmp_path / "rows.csv", tmp_path / "out.npz"
    csv.write_csv(table(), rows)
    command = ["predict", str(finished.folder), str(rows), "-o", str(written)]
    assert run_command([*command, "--raw"]) == 0
    for run in (opened, finished):
        np.testing.assert_array_equal(run.predict(rows), np.load(written)["output"])
    assert run_command([*command, "--id", "color"]) == 0
    for name, column in opened.predictions(rows, ids="color").items():
        np.testing.assert_array_equal(column, np.load(written)[name])


def as_parquet(columns, folder):
    parquet.write_table(columns, folder / "rows.parquet")
    return str(folder / "rows.parquet")


def as_pandas(columns, folder):
    pandas = pytest.importorskip("pandas")
    return pandas.DataFrame(columns.to_pydict(), index=range(9, 4, -1))


def as_polars(columns, folder):
    return pytest.importorskip("polars").from_arrow(columns)


TABLES = {
    "lists": lambda columns, _: columns.to_pydict(),
    "arrays": lambda columns, _: {name: np.array(columns[name]) for name in columns.column_names},
    "Arrow's columns": lambda columns, _: {name: columns[name] for name in columns.column_names},
    "an Arrow table": lambda columns, _: columns,
    "categories": lambda columns, _: columns.set_column(
        0, "color", columns["color"].dictionary_encode()
    ),
    "a NumPy table": lambda columns, _: np.array(
        list(zip(*columns.to_pydict().values(), strict=True)),
        [("color", object), ("ignored", int), ("length", float)],
    ),
    "a Parquet file": as_parquet,
    "pandas": as_pandas,
    "polars": as_polars,
}


@pytest.mark.parametrize("form", TABLES)
def test_rows_of_each_form_are_prepared_as_in_training(form, opened, finished, tmp_path):
    found = opened.predict(TABLES[form](table(), tmp_path))
    assert found.shape == (5, 3)
    np.testing.assert_allclose(found, expected(finished), rtol=1e-5)


def test_a_lazy_table_is_no_table_yet(opened):
    polars = pytest.importorskip("polars")
    with pytest.raises(TypeError, match="takes a mapping from columns to arrays"):
        opened.predict(polars.from_arrow(table()).lazy())


def test_rows_keep_their_order_and_need_no_targets(opened):
    rows = {"length": np.tile(LENGTHS, 20), "color": COLORS * 20}
    back = {name: values[::-1] for name, values in rows.items()}
    np.testing.assert_allclose(opened.predict(back)[::-1], opened.predict(rows), rtol=1e-6)


def test_a_missing_column_is_named(opened, fault):
    found = fault(opened.predict, {"length": LENGTHS, "colour": COLORS})
    assert (found.code, found.help) == ("unknown-column", "did you mean `colour`?")


def test_a_table_without_rows_is_a_fault(opened, fault):
    assert fault(opened.predict, table().slice(0, 0)).code == "no-rows"


def test_missing_text_is_what_it_was_in_training(opened):
    lengths = LENGTHS[:2]
    expected = opened.predict({"length": lengths, "color": ["", ""]})
    for color in ([None, None], pa.array([None, None], pa.string()), [float("nan"), None]):
        found = opened.predict(
            {"length": lengths, "color": pa.array(color, pa.string(), from_pandas=True)}
        )
        np.testing.assert_array_equal(found, expected)


def test_whole_numbers_are_text_where_the_training_had_text(train, project):
    lines = (project / "flowers.csv").read_text().replace("red", "7").replace("blue", "a8")
    (project / "flowers.csv").write_text(lines)
    run = train()
    found = run.predict({"length": LENGTHS, "color": np.full(5, 7)})
    np.testing.assert_array_equal(found, run.predict({"length": LENGTHS, "color": ["7"] * 5}))


def test_several_outputs_are_known_by_their_names(train):
    run = train(SEVERAL)
    found = wtspec.open(run).predict({"length": LENGTHS})
    assert {name: one.shape for name, one in found.items()} == {"kind": (5, 3), "sure": (5,)}
    learned = read_preprocessing(run.folder / "preprocessing.json").learned
    (name,) = learned.state
    prepared = learned.standardize(name, LENGTHS)[:, None].astype("float32")
    by_hand = run.model.predict(prepared, verbose=0)
    for output, array in found.items():
        np.testing.assert_allclose(array, by_hand[output], rtol=1e-6)


def test_an_array_alone_is_the_only_column_that_inputs_read(train, opened):
    run = train(SEVERAL)
    np.testing.assert_array_equal(
        run.predict(LENGTHS)["kind"], run.predict({"length": LENGTHS})["kind"]
    )
    with pytest.raises(TypeError, match="columns by name"):
        opened.predict(LENGTHS)


def test_rows_given_in_python_are_given_again_to_be_measured(train, fault):
    rows = np.random.default_rng(0)
    data = {"length": rows.normal(size=50), "color": ["red", "blue"] * 25, "kind": [0, 1] * 25}
    run = train(data=data)
    assert fault(run.evaluate).code == fault(wtspec.open(run).evaluate).code == "data-not-kept"
    assert run.evaluate(data=data) == wtspec.open(run).evaluate(data=pa.table(data))


def test_a_run_is_found_wherever_the_working_directory_goes(finished, monkeypatch, tmp_path):
    monkeypatch.chdir(finished.folder.parent)
    opened = wtspec.open("0001")
    monkeypatch.chdir(tmp_path)
    assert opened.history == finished.history
    np.testing.assert_allclose(opened.predict(table()), expected(finished), rtol=1e-5)


def test_threads_share_one_model_and_wait_for_each_other(finished):
    runs = [wtspec.open(finished.folder), wtspec.open(finished.folder)]
    found = []

    def use(run):
        found.append((run, run.model, run.predict(table())))

    threads = [threading.Thread(target=use, args=(run,)) for run in runs * 3]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len({id(model) for _, model, _ in found}) == 2
    for run, model, predicted in found:
        assert model is run.model
        np.testing.assert_array_equal(predicted, found[0][2])


def test_a_run_that_died_tells_its_epochs_and_has_no_model(died, finished, fault):
    run = wtspec.open(died)
    facts = json.loads((died / "environment.json").read_text())
    (died / "environment.json").write_text(json.dumps({**facts, "metrics": {}}))
    assert run.history == finished.history
    assert run.metrics == {}
    assert run.state == "died"
    assert repr(run) == f"<Run {died}: died, 2 epochs>"
    for use in (lambda: run.model, lambda: run.weights, run.evaluate, lambda: run.predict(table())):
        assert fault(use).code == "unfinished-run"


def test_epochs_are_read_as_they_come(copy, finished):
    run, lines = wtspec.open(copy), copy / "metrics.jsonl"
    first, second, _ = lines.read_text().split("\n")
    lines.unlink()
    assert run.history == []
    lines.write_text(f"{first}\n{second[:20]}")
    assert run.history == finished.history[:1]
    lines.write_text(f"{first}\n{second}\n")
    assert run.history == finished.history


def test_what_was_not_finite_is_nan(copy):
    (copy / "metrics.jsonl").write_text('{"loss": null, "epoch": 1, "steps": 3}\n')
    facts = json.loads((copy / "environment.json").read_text())
    facts["metrics"]["test"]["loss"] = None
    (copy / "environment.json").write_text(json.dumps(facts))
    run = wtspec.open(copy)
    assert [list(epoch) for epoch in run.history] == [["loss"]]
    assert np.isnan([run.history[0]["loss"], run.metrics["test"]["loss"]]).all()


NO_METRICS = ['{"loss": "low", "epoch": 1}', '{"loss": true, "epoch": 1}', '{"a": {}, "epoch": 1}']
NO_OBJECTS = ["{", "3", "[]", "[" * 100_000, "\xff"]


@pytest.mark.parametrize("line", NO_METRICS)
def test_metrics_that_are_no_numbers_are_a_fault(copy, line, fault):
    (copy / "metrics.jsonl").write_text(f"{line}\n")
    run = wtspec.open(copy)
    assert fault(lambda: run.history).code == "unreadable-file"
    assert repr(run) == f"<Run {copy}: its record can't be read>"


@pytest.mark.parametrize("line", NO_OBJECTS + NO_METRICS, ids=lambda line: line[:9])
def test_an_end_that_no_run_wrote_is_a_fault(copy, line, fault):
    (copy / "environment.json").write_bytes(f'{{"metrics": {{"test": {line}}}}}'.encode("latin-1"))
    assert fault(lambda: wtspec.open(copy).metrics).code == "unreadable-file"


@pytest.mark.parametrize("line", NO_OBJECTS, ids=lambda line: line[:9])
def test_what_is_no_epoch_ends_the_record(copy, line, finished):
    first, second, _ = (copy / "metrics.jsonl").read_text().split("\n")
    damaged = f"{first}\n{line}\n{second}\n"
    (copy / "metrics.jsonl").write_bytes(damaged.encode("latin-1"))
    assert wtspec.open(copy).history == finished.history[:1]


@pytest.mark.parametrize("name", ["metrics.jsonl", "environment.json"])
def test_a_link_shows_no_record_from_outside(copy, name, tmp_path, fault, monkeypatch):
    monkeypatch.chdir(copy)
    (copy / name).rename(tmp_path / name)
    (copy / name).symlink_to(tmp_path / name)
    run = wtspec.open(copy)
    read = (lambda: run.history) if name == "metrics.jsonl" else lambda: run.metrics
    assert fault(read).code == "outside-root"


def test_a_run_shows_where_it_is_and_what_it_came_to(finished):
    metrics = ", ".join(f"{name} {value:.4g}" for name, value in finished.metrics["test"].items())
    assert repr(finished) == f"<Run {finished.folder}: finished, 2 epochs; test: {metrics}>"
    assert repr(wtspec.open(finished)) == repr(finished)


def test_a_run_that_another_holds_is_running(died):
    with hold(died):
        assert wtspec.open(died).state == "running"
    facts = json.loads((died / "environment.json").read_text())
    (died / "environment.json").write_text(json.dumps({**facts, "status": "interrupted"}))
    assert wtspec.open(died).state == "stopped"


def test_ids_are_looked_at_in_each_prediction(train, fault):
    text = """
    wtspec: 1
    name: ids
    model:
      inputs: {id: {shape: [batch], dtype: int32}}
      sequential: [{Embedding: {input_dim: 4, output_dim: 2}}]
    data: {source: {csv: flowers.csv}, inputs: {id: =kind}, targets: "stack([kind, kind], -1)"}
    train: {epochs: 1, optimizer: adam, loss: mse}
    """
    run = train(text)
    assert run.predict(np.array([0, 1, 3])).shape == (3, 2)
    assert fault(run.predict, np.array([0, 1, 4])).code == "id-beyond-table"
    assert run.predict(np.array([2, 2, 2])).shape == (3, 2)
    assert fault(run.predict, {"kind": [-1, 1, 2]}).code == "id-beyond-table"


def test_what_is_no_run_is_not_opened(finished, tmp_path, fault):
    for folder in (tmp_path, tmp_path / "none", finished.folder / "source.py"):
        assert fault(wtspec.open, folder).code == "no-run"
    assert not list(tmp_path.iterdir())
