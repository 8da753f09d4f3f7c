"""Runs that go on: from the state that was saved, in their own folder."""

import json
import shutil
from functools import cache
from itertools import cycle

import numpy as np
import pytest
from safetensors.numpy import load_file

from tests.runs.conftest import FLOWERS, write_flowers
from wtspec.errors import SpecError
from wtspec.runs.checkpoints.places import find_checkpoints
from wtspec.runs.resume import read_run, resume
from wtspec.runs.run import run
from wtspec.stages import check, load
from wtspec.train.events import EpochEnded, Started
from wtspec.train.snapshot import Moment

LONG = FLOWERS.replace("epochs: 2", "epochs: 5")
RICH = LONG.replace(
    "call: out(relu(hidden(concatenate([size, embed(color)], axis=-1))))",
    "call: out(drop(norm(relu(hidden(concatenate([size, embed(color)], axis=-1))))))",
).replace(
    "    out: {Linear: 3}",
    "    norm: BatchNormalization\n    drop: {Dropout: 0.3}\n    out: {Linear: 3}",
)
DECAY = "{CosineDecay: {initial_learning_rate: 0.01, decay_steps: =total_steps}}"
KINDS = {
    "dropout and batch statistics": RICH,
    "a schedule and accumulated batches": RICH.replace(
        "learning_rate: 0.01", f"learning_rate: {DECAY}"
    ).replace("epochs: 5", "epochs: 5\n  accumulate: 2"),
    "averages of weights": RICH.replace(
        "learning_rate: 0.01", "learning_rate: 0.01, use_ema: true"
    ),
    "half precision": RICH + "runtime: {precision: mixed_float16}\n",
    "callbacks": RICH
    + "  early_stopping: {monitor: val_loss, patience: 1, restore_best_weights: true}\n"
    + "  callbacks: [{ReduceLROnPlateau: {monitor: val_loss, patience: 1, min_delta: 0.2}}]\n",
    "Muon": RICH.replace("{Adam: {learning_rate: 0.01}}", "{Muon: {learning_rate: 0.01}}"),
}


class Killed(BaseException):
    """Ends a run as no signal does: nothing of wtspec's expects it."""


def kill_at(epoch):
    """A listener that ends the run once that epoch has ended."""

    def listen(event):
        if isinstance(event, EpochEnded) and event.epoch == epoch:
            raise Killed

    return listen


def every(text, interval, more=""):
    return text.replace("  metrics:", f"  checkpoint: {{every: {interval}{more}}}\n  metrics:")


def go_on(folder, overrides=(), **arguments):
    root = folder.parents[2]
    return resume(folder, read_run(folder, overrides, root), data_root=root, **arguments)


@pytest.fixture
def killed(train, project):
    """Begins a run and kills it; gives its folder."""

    def begin(text, epoch=3):
        with pytest.raises(Killed):
            train(text, listener=kill_at(epoch))
        return project / "runs" / "flowers" / "0001"

    return begin


def weights_of(folder):
    return load_file(folder / "weights.safetensors")


def epochs_of(folder):
    lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    return [{key: one for key, one in line.items() if key != "elapsed_seconds"} for line in lines]


def assert_same(one, other):
    ours, theirs = weights_of(one), weights_of(other)
    assert list(ours) == list(theirs)
    for name, value in ours.items():
        assert value.tobytes() == theirs[name].tobytes(), name
    assert epochs_of(one) == epochs_of(other)
    looks = [(folder / "weights.jsonl").read_text() for folder in (one, other)]
    assert looks[0] == looks[1]


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """The folder of a run that was never stopped; those of one text share it."""

    @cache
    def run_whole(text):
        folder = tmp_path_factory.mktemp("whole")
        write_flowers(folder / "flowers.csv")
        (folder / "spec.yaml").write_text(text)
        return run(check(load(folder / "spec.yaml")), runs_dir=folder / "runs").folder

    return run_whole


@pytest.mark.parametrize(
    ("kind", "interval"), list(zip(KINDS, cycle(["1 epoch", "2 steps"]), strict=False))
)
def test_a_run_that_goes_on_ends_as_one_that_never_stopped(reference, killed, kind, interval):
    text = every(KINDS[kind], interval)
    folder = killed(text)
    done = go_on(folder)
    assert done.folder == folder
    assert_same(folder, reference(text))


def test_nothing_is_saved_of_a_short_run_that_does_not_ask_for_it(train):
    assert not (train(LONG).folder / "checkpoints").exists()


def test_a_run_without_a_state_begins_anew(reference, killed):
    folder = killed(LONG)
    told = []
    go_on(folder, listener=told.append)
    assert next(one for one in told if isinstance(one, Started)).begun == Moment(0, 0)
    assert_same(folder, reference(LONG))


def test_as_many_states_are_kept_as_asked_for(train):
    folder = train(every(LONG, "1 epoch", ", keep: 2")).folder
    assert list(find_checkpoints(folder)) == [Moment(4, 0), Moment(5, 0)]


def test_the_best_state_is_kept_and_gives_the_final_weights(train):
    text = every(LONG, "1 epoch", ", keep: 1, best: max val_loss")
    done = train(text)
    losses = [epoch["val_loss"] for epoch in done.history]
    best = int(np.argmax(losses)) + 1
    assert set(find_checkpoints(done.folder)) == {Moment(best, 0), Moment(5, 0)}
    assert done.metrics["validation"]["loss"] == pytest.approx(max(losses))
    facts = json.loads((done.folder / "environment.json").read_text())
    assert facts["weights"] == f"best: epoch {best}, val_loss {max(losses):.6g}"


def test_a_finished_run_is_left_alone(train):
    folder = train(every(LONG, "1 epoch")).folder
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert go_on(folder) is None
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_a_finished_run_can_be_made_longer(train, reference):
    folder = train(every(LONG, "1 epoch")).folder
    go_on(folder, [("train.epochs", "8")])
    assert_same(folder, reference(every(LONG.replace("epochs: 5", "epochs: 8"), "1 epoch")))


def test_a_longer_run_that_is_killed_goes_on_as_long(train):
    folder = train(every(LONG, "1 epoch")).folder
    with pytest.raises(Killed):
        go_on(folder, [("train.epochs", "8")], listener=kill_at(6))
    go_on(folder)
    assert len(epochs_of(folder)) == 8


def test_a_run_that_failed_goes_on_with_another_learning_rate(reference, killed):
    folder = killed(every(LONG, "1 epoch"))
    go_on(folder, [("train.optimizer.Adam.learning_rate", "0.0")])
    rested = weights_of(folder)
    (_, last) = find_checkpoints(folder).popitem()
    assert last.name == "epoch_5"
    whole = reference(every(LONG, "1 epoch").replace("epochs: 5", "epochs: 2"))
    for name, value in weights_of(whole).items():
        assert value.tobytes() == rested[name].tobytes(), name


@pytest.mark.parametrize("damage", ["cut", "flip"])
def test_a_damaged_state_is_passed_over_for_the_one_before(reference, killed, damage):
    text = every(LONG, "1 epoch")
    folder = killed(text, epoch=4)
    checkpoint = find_checkpoints(folder)[Moment(3, 0)]
    file = max(
        (one for one in checkpoint.rglob("*") if one.is_file()), key=lambda x: x.stat().st_size
    )
    content = file.read_bytes()
    flipped = bytes([content[0] ^ 1]) + content[1:]
    changed = {"cut": content[:-1], "flip": flipped, "empty": b""}
    file.unlink() if damage == "remove" else file.write_bytes(changed[damage])
    told = []
    go_on(folder, listener=told.append)
    started = next(one for one in told if isinstance(one, Started))
    assert started.begun == Moment(2, 0)
    assert "epoch_3" in started.remarks[0]
    assert_same(folder, reference(text))


def test_a_copy_of_the_folder_goes_on_elsewhere(reference, killed, project, tmp_path):
    text = every(LONG, "1 epoch")
    folder = killed(text)
    there = tmp_path / "elsewhere" / "a" / "b" / "c"
    shutil.copytree(folder, there)
    shutil.copy(project / "flowers.csv", tmp_path / "elsewhere" / "flowers.csv")
    resume(there, read_run(there, (), tmp_path / "elsewhere"), data_root=tmp_path / "elsewhere")
    assert_same(there, reference(text))


def test_a_state_of_another_model_is_refused_and_nothing_changes(killed, fault):
    folder = killed(every(LONG, "1 epoch"))
    before = (folder / "config.resolved.yaml").read_bytes()
    found = fault(go_on, folder, [("train.optimizer", "adagrad")])
    assert found.code == "checkpoint-mismatch"
    assert (folder / "config.resolved.yaml").read_bytes() == before
    go_on(folder)


def test_changed_data_are_refused_unless_they_are_allowed(killed, project, fault):
    folder = killed(every(LONG, "1 epoch"))
    table = project / "flowers.csv"
    table.write_text(table.read_text().replace("0", "1", 1))
    assert fault(go_on, folder).code == "data-changed"
    go_on(folder, allow_changed_data=True)


def test_a_run_that_goes_on_cannot_be_entered_twice(killed, fault):
    folder = killed(every(LONG, "1 epoch"))

    def enter(event):
        if isinstance(event, Started):
            assert fault(go_on, folder).code == "run-in-use"

    go_on(folder, listener=enter)


def test_the_best_metric_must_be_there_before_the_first_step(train):
    with pytest.raises(SpecError) as raised:
        train(every(LONG, "1 epoch", ", best: val_acuracy"))
    (found,) = raised.value.diagnostics
    assert found.code == "unknown-monitor"
    assert "val_accuracy" in found.help


def test_averages_that_took_the_place_of_weights_are_told(train):
    swapped = LONG.replace("learning_rate: 0.01", "learning_rate: 0.01, use_ema: true").replace(
        "  metrics:", "  callbacks: [{SwapEMAWeights: {swap_on_epoch: true}}]\n  metrics:"
    )
    folder = train(every(swapped, "1 epoch")).folder
    told = []
    go_on(folder, [("train.epochs", "6")], listener=told.append)
    (started,) = (one for one in told if isinstance(one, Started))
    assert "SwapEMAWeights" in started.remarks[-1]
