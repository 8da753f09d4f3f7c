"""What a run records for those who look at it later."""

import json
import os
import shutil
import signal
import textwrap

import numpy as np
import pytest
from safetensors.numpy import load_file

from tests.runs.conftest import FLOWERS
from wtspec.runs.origins import read_origins
from wtspec.runs.reopen import resolved_spec
from wtspec.runs.reporting.compare import compare
from wtspec.runs.reporting.gather import gather
from wtspec.runs.resume import read_run, resume
from wtspec.runs.weights_lines import read_looks
from wtspec.stages import check
from wtspec.train.events import EpochEnded


def report_of(folder):
    return gather(folder, check(resolved_spec(folder)))


def test_weights_are_looked_at_before_the_first_step_and_as_the_run_ends(finished):
    seen = read_looks(finished.folder)
    stored = load_file(finished.folder / "weights.safetensors")
    assert [look.epoch for look in seen.looks] == [0, 1, 2, None]
    assert {facts.path for facts in seen.weights} == set(stored)
    for at, facts in enumerate(seen.weights):
        values = stored[facts.path].astype("float64")
        last = seen.looks[-1]
        assert last.norms[at] == pytest.approx(np.linalg.norm(values), rel=1e-5)
        counts, _ = np.histogram(values, 40)
        assert last.histograms[at].counts == counts.tolist()
        assert facts.shape == list(values.shape)
    biases = [at for at, facts in enumerate(seen.weights) if facts.initializer == "zeros"]
    assert biases
    assert all(seen.looks[0].norms[at] == 0 for at in biases)


def test_final_look_is_at_the_weights_that_were_chosen(train):
    best = FLOWERS.replace("epochs: 2", "epochs: 5").replace(
        "learning_rate: 0.01", "learning_rate: 2"
    )
    done = train(best.replace("  metrics:", "  checkpoint: {best: val_loss}\n  metrics:"))
    seen, stored = read_looks(done.folder), load_file(done.folder / "weights.safetensors")
    epoch = report_of(done.folder).best.epoch
    assert epoch < 5
    looked = {look.epoch: look for look in seen.looks}
    assert looked[None].norms == looked[epoch].norms != looked[5].norms
    norms = {facts.path: looked[None].norms[at] for at, facts in enumerate(seen.weights)}
    assert norms == pytest.approx(
        {path: np.linalg.norm(one) for path, one in stored.items()}, rel=1e-5
    )
    assert report_of(done.folder).best.chosen


def test_values_from_elsewhere_are_kept_with_their_place(project, spec, train):
    (project / "base.yaml").write_text(textwrap.dedent(FLOWERS))
    small = "extends: base.yaml\nname: small\ntrain: {epochs: 1}\n"
    done = train(small, [("params.width", "4"), ("train.optimizer", "{SGD: {learning_rate: 0.1}}")])
    placed = {".".join(map(str, one.steps)): one.place for one in read_origins(done.folder)}
    assert placed["params.width"] == "--set params.width=4"
    assert placed["train.optimizer"].startswith("--set train.optimizer=")
    assert placed["layers"] == "base.yaml:8"
    assert placed["train.loss"] == "base.yaml:35"
    assert not any(path.startswith("train.epochs") for path in placed)
    report = report_of(done.folder)
    lines = report.spec.splitlines()
    for origin in report.origins:
        assert origin.path.rpartition(".")[2] in lines[origin.line - 1]


def test_report_tells_what_was_recorded(finished):
    report = report_of(finished.folder)
    assert (report.name, report.status, report.epochs) == ("flowers", "finished", 2)
    assert report.parameters == sum(
        one.size for one in load_file(finished.folder / "weights.safetensors").values()
    )
    assert report.curves.epochs == [1, 2]
    assert report.curves.series["val_loss"] == pytest.approx(
        [epoch["val_loss"] for epoch in finished.history], rel=1e-5
    )
    assert report.metrics["test"]["accuracy"] == pytest.approx(
        finished.metrics["test"]["accuracy"], rel=1e-5
    )
    assert [name for name, _ in report.timings] == [
        "data and model", "compiling and first steps", "training", "measuring", "outcomes"
    ]  # fmt: skip
    assert report.weights_are == "last: epoch 2"


def test_many_epochs_are_thinned_and_the_best_stays(finished, tmp_path):
    folder = tmp_path / "flowers" / "0001"
    folder.mkdir(parents=True)
    for name in ("config.resolved.yaml", "preprocessing.json", "environment.json"):
        (folder / name).write_bytes((finished.folder / name).read_bytes())
    lines = [
        {"loss": 1.0, "val_loss": 0.5 if epoch == 3334 else 2.0, "epoch": epoch, "steps": epoch * 3,
         "elapsed_seconds": epoch / 10}
        for epoch in range(1, 5001)
    ]  # fmt: skip
    (folder / "metrics.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    report = report_of(folder)
    assert len(report.curves.epochs) <= 1003
    assert {1, 3334, 5000} <= set(report.curves.epochs)
    assert report.best.epoch == 3334
    rows = json.loads((folder / "preprocessing.json").read_text())["lengths"]["train_rows"]
    assert report.curves.rows_per_second[-1] == pytest.approx(rows * 10, rel=1e-3)


def test_runs_are_compared_by_their_specs_and_weights(finished, train):
    other = train(FLOWERS, [("params.width", "4"), ("train.epochs", "1")])
    folders = [finished.folder, other.folder]
    compared = compare(folders, [report_of(folder) for folder in folders])
    changes = {change.path: change.values for change in compared.changes}
    assert changes["params.width"] == ["8", "4"]
    assert changes["train.epochs"] == ["2", "1"]
    assert not any(path.startswith("layers") for path in changes)
    weights = {one.path: one for one in compared.weights}
    assert weights["hidden/kernel"].shapes == ["(5, 8)", "(5, 4)"]
    assert weights["hidden/kernel"].distances == [0.0, None]
    ours, theirs = (
        load_file(folder / "weights.safetensors")["embed/embeddings"] for folder in folders
    )
    apart = np.linalg.norm(ours - theirs) / np.linalg.norm(ours)
    assert weights["embed/embeddings"].distances[1] == pytest.approx(apart, rel=1e-4)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "nonsense", '{"weights": [{}]}', "[" * 100_000, "\0"]
)
@pytest.mark.parametrize(
    "name", ["weights.jsonl", "origins.json", "metrics.jsonl", "environment.json"]
)
def test_broken_record_gives_a_report_of_the_rest(finished, tmp_path, name, text):
    folder = tmp_path / "flowers" / "0001"
    folder.mkdir(parents=True)
    for file in finished.folder.iterdir():
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
    (folder / name).write_text(text)
    report = report_of(folder)
    assert report.name == "flowers"


def test_run_that_goes_on_has_no_page_of_an_end_that_was_not(train, project):
    done = train(FLOWERS, [("train.checkpoint", {"every": "1 epoch"})])
    longer = read_run(done.folder, [("train.epochs", "9")], project)
    with pytest.raises(KeyboardInterrupt):
        resume(done.folder, longer, data_root=project, listener=interrupt)
    assert not {"report.html", "outcomes.json"} & {file.name for file in done.folder.iterdir()}
    report = report_of(done.folder)
    assert report.remarks == ["The run did not finish: what is measured at its end is missing."]
    resume(done.folder, longer, data_root=project)
    assert (done.folder / "report.html").is_file()
    assert report_of(done.folder).remarks == []


def test_outcomes_that_were_never_recorded_are_missed(finished, tmp_path):
    folder = tmp_path / "flowers" / "0001"
    shutil.copytree(finished.folder, folder)
    (folder / "outcomes.json").unlink()
    assert report_of(folder).remarks == ["No outcomes were recorded: log.txt may say why."]


def interrupt(event):
    if isinstance(event, EpochEnded) and event.epoch == 3:
        os.kill(os.getpid(), signal.SIGINT)


def test_weights_that_early_stopping_put_back_are_those_of_their_epoch(train):
    early = "  early_stopping: {monitor: val_loss, patience: 2, restore_best_weights: true}\n"
    long = FLOWERS.replace("epochs: 2", "epochs: 12").replace("rate: 0.01", "rate: 2")
    done = train(long.replace("  metrics:", f"{early}  metrics:"))
    report, looks = report_of(done.folder), read_looks(done.folder).looks
    assert report.best.epoch < report.epochs
    assert report.weights_are == f"restored: epoch {report.best.epoch}"
    assert report.best.chosen
    of_epoch = {look.epoch: look.norms for look in looks}
    assert of_epoch[None] == of_epoch[report.best.epoch]
