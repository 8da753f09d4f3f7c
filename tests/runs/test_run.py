import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import keras
import numpy as np
import pytest
from safetensors.numpy import load_file

from wtspec.errors import SpecError
from wtspec.model.paths import weights
from wtspec.runs.folder import claim_folder
from wtspec.train.events import EpochEnded, Finished, Progressed, Started, WeightsSeen

FILES = [
    ".lock",
    "config.input.yaml",
    "config.resolved.yaml",
    "environment.json",
    "log.txt",
    "metrics.jsonl",
    "origins.json",
    "outcomes.json",
    "preprocessing.json",
    "report.html",
    "source.py",
    "weights.jsonl",
    "weights.safetensors",
    "weights.txt",
]


def stored(run):
    return load_file(run.folder / "weights.safetensors")


def as_json(path):
    return json.loads(path.read_text())


def test_finished_run_leaves_each_file_and_nothing_else(finished):
    assert finished.folder.name == "0001"
    assert sorted(entry.name for entry in finished.folder.iterdir()) == FILES


def test_weights_are_stored_by_path(finished):
    kept, live = stored(finished), weights(finished.model)
    assert sorted(kept) == sorted(live)
    assert "hidden/kernel" in kept
    for path, array in kept.items():
        np.testing.assert_array_equal(array, live[path])


def test_table_of_weights_tells_what_they_were_and_what_they_are(finished):
    lines = (finished.folder / "weights.txt").read_text().splitlines()
    head, *rows = (line.split() for line in lines)
    assert head == ["path", "shape", "dtype", "initializer", "mean", "std", "norm"]
    bias = next(row for row in rows if row[0] == "hidden/bias")
    value = stored(finished)["hidden/bias"]
    assert bias[1:4] == ["(8,)", "float32", "zeros"]
    shown = [float(number) for number in bias[4:]]
    expected = [value.mean(), value.std(), np.sqrt((value**2).sum())]
    np.testing.assert_allclose(shown, expected, rtol=1e-5)


def test_metrics_are_a_line_an_epoch(finished):
    lines = (finished.folder / "metrics.jsonl").read_text().splitlines()
    told = [json.loads(line) for line in lines]
    assert [line["epoch"] for line in told] == [1, 2]
    assert [line["steps"] for line in told] == [3, 6]
    for line, epoch in zip(told, finished.history, strict=True):
        assert {name: line[name] for name in epoch} == epoch
    assert {"loss", "accuracy", "val_loss", "val_accuracy"} <= set(told[0])


def test_environment_tells_what_the_run_stood_on(finished):
    told = as_json(finished.folder / "environment.json")
    assert told["status"] == "finished"
    assert told["metrics"] == finished.metrics
    assert told["keras"]["backend"] == "jax"
    assert {"keras", "jax", "numpy", "wtspec"} <= set(told["versions"])


def test_final_metrics_cover_each_part(finished):
    assert list(finished.metrics) == ["train", "validation", "test"]
    assert finished.metrics["train"]["loss"] == finished.history[-1]["loss"]
    assert finished.metrics["validation"]["loss"] == pytest.approx(
        finished.history[-1]["val_loss"], rel=1e-6
    )


def test_same_spec_gives_the_same_weights_bit_for_bit(train):
    first, second = stored(train()), stored(train())
    for path, array in first.items():
        np.testing.assert_array_equal(array, second[path])


def test_another_seed_gives_other_weights(train, finished):
    other = stored(train(overrides=[("runtime.seed", 1)]))
    assert not np.array_equal(other["hidden/kernel"], stored(finished)["hidden/kernel"])


def test_runs_are_numbered_and_none_is_written_over(tmp_path):
    folders = [claim_folder(tmp_path, "digits") for _ in range(3)]
    assert [folder.name for folder in folders] == ["0001", "0002", "0003"]
    (tmp_path / "digits" / "0041").mkdir()
    assert claim_folder(tmp_path, "digits").name == "0042"


def test_runs_at_once_get_different_folders(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        folders = list(pool.map(lambda _: claim_folder(tmp_path, "digits"), range(32)))
    assert len(set(folders)) == 32


def test_file_in_the_way_of_the_runs_folder_is_a_fault(project, spec, fault):
    from wtspec.runs.run import run

    (project / "runs").write_text("")
    assert fault(run, spec(), runs_dir=project / "runs").code == "unwritable"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_read_only_folder_is_a_fault(tmp_path, fault):
    tmp_path.chmod(0o500)
    assert fault(claim_folder, tmp_path, "digits").code == "unwritable"


def test_a_run_makes_its_model_once(train, monkeypatch):
    built: list[str] = []
    begin = keras.Model.__init__

    def note(self, *args, **kwargs):
        built.append(type(self).__name__)
        begin(self, *args, **kwargs)

    monkeypatch.setattr(keras.Model, "__init__", note)
    train()
    assert built == ["Flowers"]


def test_listener_hears_of_the_start_each_epoch_and_the_end(train):
    heard = []
    run = train(listener=heard.append)
    kinds = [type(event) for event in heard if not isinstance(event, Progressed)]
    seen = WeightsSeen
    assert kinds == [Started, seen, EpochEnded, seen, EpochEnded, seen, Finished]
    assert heard[0].folder == run.folder
    assert heard[0].parameters == sum(array.size for array in stored(run).values())
    assert heard[-1].metrics == run.metrics


@pytest.mark.parametrize(
    ("overrides", "code"),
    [
        ([("data.targets", "=kind + 1")], "label-out-of-range"),
        ([("data.targets", "=color")], "not-numbers"),
        ([("data.inputs.size", "=length")], "shape-mismatch"),
        ([("data.inputs.size", "=expand_dims(log(length - 100), -1)")], "not-finite"),
        ([("data.batch_size", 100), ("data.drop_remainder", True)], "no-batches"),
        ([("data.source", {"csv": "none.csv"})], "file-not-found"),
        ([("train.loss", "mse")], "target-shape"),
        ([("model.call", "=out(relu(hidden(embed(color)))) @ size")], "shape-mismatch"),
        ([("train.loss", "=sum(y_pred @ y_pred, axis=-1)")], "shape-mismatch"),
    ],
)
def test_fault_before_the_first_step_leaves_no_folder(train, project, overrides, code):
    with pytest.raises(SpecError) as raised:
        train(overrides=overrides)
    assert code in {fault.code for fault in raised.value.diagnostics}
    assert all(fault.span for fault in raised.value.diagnostics)
    runs = project / "runs"
    assert not runs.exists() or not any((runs / "flowers").iterdir())


def test_missing_cells_are_named_with_their_column(project, spec, fault):
    from wtspec.runs.run import run

    checked, table = spec(), project / "flowers.csv"
    lines = table.read_text().splitlines()
    lines[5] = "," + lines[5].partition(",")[2]
    table.write_text("\n".join(lines) + "\n")
    found = fault(run, checked, runs_dir=project / "runs")
    assert found.code == "not-finite"
    assert "row 5" in found.message
    assert "`length` (1)" in found.help


def test_metric_that_nothing_computes_can_not_be_monitored(train, fault):
    early = [("train.early_stopping", {"monitor": "val_acuracy"})]
    found = fault(train, overrides=early)
    assert found.code == "unknown-monitor"
    assert "val_accuracy" in found.help


def test_monitor_of_validation_without_its_rows_is_a_fault_before_training(train, project, fault):
    early = [("train.early_stopping", {"monitor": "val_loss"}), ("data.split", {"test": 0.2})]
    found = fault(train, overrides=[*early, ("data.split.validation", None)])
    assert found.code == "unknown-monitor"
    assert not (project / "runs").exists()


def test_spec_without_training_is_incomplete(spec, project):
    from wtspec.runs.run import run

    checked = spec("wtspec: 1\nmodel: {inputs: {x: [batch, 2]}, sequential: [{Dense: 1}]}\n")
    with pytest.raises(SpecError) as raised:
        run(checked, runs_dir=project / "runs")
    assert [found.code for found in raised.value.diagnostics] == ["incomplete-spec"] * 2


def test_steps_in_place_of_epochs_stop_at_that_very_step(train):
    run = train(overrides=[("train.steps", 4)])
    lines = (run.folder / "metrics.jsonl").read_text().splitlines()
    assert [json.loads(line)["steps"] for line in lines] == [3, 4]
    assert int(run.model.optimizer.iterations.value) == 4


def test_loss_that_is_no_number_stops_the_run_and_says_when(train, project):
    text = [("train.optimizer", {"SGD": {"learning_rate": 1e30}}), ("train.epochs", 5)]
    with pytest.raises(SpecError) as raised:
        train(overrides=text)
    (found,) = raised.value.diagnostics
    assert found.code == "loss-not-finite"
    assert "of epoch 1" in found.message
    assert found.span.source.lines[found.span.line - 1].strip().startswith("loss:")
    folder = project / "runs" / "flowers" / "0001"
    assert as_json(folder / "environment.json")["status"] == "failed"
    assert "loss-not-finite" in (folder / "log.txt").read_text()


def test_interrupted_run_says_so_and_keeps_what_it_has(train, project):
    def interrupt(event):
        if isinstance(event, EpochEnded):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(listener=interrupt)
    folder = project / "runs" / "flowers" / "0001"
    assert as_json(folder / "environment.json")["status"] == "interrupted"
    assert len((folder / "metrics.jsonl").read_text().splitlines()) == 1
    assert not (folder / "weights.safetensors").exists()


def test_killed_run_leaves_no_half_of_a_file(project, spec):
    spec()
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from wtspec.runs.run import run\n"
        "from wtspec.stages import check, load\n"
        "from wtspec.train.events import EpochEnded\n"
        "def kill(event):\n"
        "    if isinstance(event, EpochEnded):\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "run(check(load(Path('spec.yaml'))), runs_dir=Path('runs'), listener=kill)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    folder = project / "runs" / "flowers" / "0001"
    names = sorted(entry.name for entry in folder.iterdir())
    later = {"outcomes.json", "report.html", "weights.safetensors", "weights.txt"}
    assert names == [name for name in FILES if name not in later]
    assert as_json(folder / "environment.json")["status"] == "training"
    assert as_json(folder / "preprocessing.json")["classes"] == {"color": 4}
    assert json.loads((folder / "metrics.jsonl").read_text())["epoch"] == 1


def test_arrays_stand_in_for_the_source(train):
    generator = np.random.default_rng(1)
    kind = generator.integers(0, 3, 64)
    data = {"length": kind * 2.0, "color": np.array(["a", "b", "c"])[kind], "kind": kind}
    run = train(data=data, overrides=[("train.epochs", 1)])
    assert as_json(run.folder / "preprocessing.json")["given"] is True


def test_row_of_weight_zero_has_no_influence(train, project):
    first = stored(train(overrides=[("data.weights", "=where(length > 5, 0.0, 1.0)")]))
    text = (project / "flowers.csv").read_text().splitlines()
    changed = [text[0]]
    for line in text[1:]:
        length, color, kind = line.split(",")
        kind = str((int(kind) + 1) % 3) if float(length) > 5 else kind
        changed.append(f"{length},{color},{kind}")
    (project / "flowers.csv").write_text("\n".join(changed) + "\n")
    second = stored(train(overrides=[("data.weights", "=where(length > 5, 0.0, 1.0)")]))
    for path, array in first.items():
        np.testing.assert_array_equal(array, second[path])


def test_class_weight_of_zero_is_as_if_its_rows_weighed_nothing(train):
    weighed = stored(train(overrides=[("train.class_weight", {0: 0.0, 2: 2.0})]))
    rows = "=where(kind == 0, 0.0, where(kind == 2, 2.0, 1.0))"
    by_row = stored(train(overrides=[("data.weights", rows)]))
    for path, array in weighed.items():
        np.testing.assert_allclose(array, by_row[path], rtol=1e-6)


def test_keras_fit_on_the_same_batches_gives_the_same_weights(spec, finished):
    from wtspec.data.keras_batches import Batches
    from wtspec.data.learned import Learned
    from wtspec.data.parts import read_parts
    from wtspec.runs.assemble import assemble
    from wtspec.runs.learn_sizes import sizes_of

    checked = spec()
    assembly = assemble(checked)
    preparer = assembly.preparer(Learned())
    part = read_parts(checked.program, checked.spec.document, checked.spec.document.root)["train"]
    rows = preparer.rows(part)
    model = assembly.build(sizes_of(checked.program, preparer.learned, rows))
    assembly.compile(model, {})
    batches = Batches(rows.inputs, rows.targets, batch_size=16, seed=0)
    model.fit(batches, epochs=2, shuffle=False, verbose=0)
    for path, array in stored(finished).items():
        np.testing.assert_array_equal(array, weights(model)[path])
