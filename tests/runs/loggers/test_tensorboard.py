"""TensorBoard's files, as TensorBoard itself reads them."""

import json
import math
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.runs.loggers.conftest import LOGGED, curve, read
from wtspec.errors import SpecError
from wtspec.report.histogram import Histogram
from wtspec.runs.loggers.event_files import EventFile, find_event_files
from wtspec.runs.loggers.logger import Logged
from wtspec.runs.loggers.tensorboard import TensorBoardWriter
from wtspec.runs.resume import read_run, resume
from wtspec.train.events import EpochEnded, Finished, LoggerFailed, Started, WeightsSeen

LONG = LOGGED.replace("epochs: 2", "epochs: 5\n  checkpoint: {every: 1 epoch}")


class Killed(BaseException):
    """Ends a run as no signal does."""


def lines(run):
    return [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]


def writer(folder, saved=None, rate=None):
    run = Logged("flowers", folder, "name: flowers\n", {}, saved, 0.0, lambda: rate)
    return TensorBoardWriter(run)


def seen(epoch, *counts, low=-1.0, high=1.0):
    one = Histogram(low, high, list(counts), 0.25, 0.5, 3.0)
    return WeightsSeen(epoch, {"hidden/kernel": 3.0}, {"hidden/kernel": one})


@pytest.fixture
def killed(train, project):
    """Begins a run and kills it after an epoch; gives its folder."""

    def begin(text, epoch):
        def listener(event):
            if isinstance(event, EpochEnded) and event.epoch == epoch:
                raise Killed

        with pytest.raises(Killed):
            train(text, listener=listener)
        return project / "runs" / "flowers" / "0001"

    return begin


def go_on(folder, overrides=(), **arguments):
    root = folder.parents[2]
    return resume(folder, read_run(folder, overrides, root), data_root=root, **arguments)


def curves_of(folder):
    """Every scalar of a run, by part and tag, but for what depends on the machine's speed."""
    parts = [part for part in sorted((folder / "tensorboard").iterdir()) if part.is_dir()]
    read_parts = {part.name: read(part) for part in parts}
    return {
        (name, tag): curve(events, tag)
        for name, events in read_parts.items()
        for tag in events.Tags()["scalars"]
    }


@pytest.mark.parametrize("name", ["loss", "accuracy"])
def test_a_metric_of_both_parts_has_one_tag_and_a_point_an_epoch(logged, name):
    folder = logged.folder / "tensorboard"
    for part, key in (("train", name), ("validation", f"val_{name}")):
        expected = [(line["epoch"], pytest.approx(line[key])) for line in lines(logged.folder)]
        assert curve(read(folder / part), f"epoch_{name}") == expected


def test_the_learning_rate_is_told_as_keras_tells_it(logged):
    events = read(logged.folder / "tensorboard" / "train")
    rates = [(1, pytest.approx(0.01)), (2, pytest.approx(0.01))]
    assert curve(events, "epoch_learning_rate") == rates


def test_final_metrics_are_told_of_each_part(logged):
    for part, metrics in logged.metrics.items():
        events = read(logged.folder / "tensorboard" / part)
        for name, value in metrics.items():
            assert curve(events, f"final_{name}") == [(2, pytest.approx(value))]


def test_the_resolved_spec_is_a_block_of_code(logged):
    events = read(logged.folder / "tensorboard" / "train")
    (text,) = events.Tensors("spec")
    (shown,) = text.tensor_proto.string_val
    resolved = (logged.folder / "config.resolved.yaml").read_text()
    told = [line.removeprefix("    ") for line in shown.decode().split("\n")]
    assert "\n".join(told) == resolved
    assert all(line.startswith("    ") for line in shown.decode().split("\n"))
    assert events.summary_metadata["spec"].plugin_data.plugin_name == "text"


def test_weights_are_shown_by_their_bins_and_norms(tmp_path):
    log = writer(tmp_path)
    log.note(seen(0, 1, 2, 3, 4))
    log.note(seen(1, 0, 0, 0, 10))
    log.close("finished")
    events = read(tmp_path / "tensorboard" / "train")
    assert curve(events, "weight_norms/hidden/kernel") == [(0, 3.0), (1, 3.0)]
    first, last = events.Histograms("hidden/kernel/histogram")
    shown = first.histogram_value
    assert (first.step, last.step) == (0, 1)
    assert (shown.min, shown.max, shown.num, shown.sum) == (-1.0, 1.0, 10, 2.5)
    assert list(shown.bucket_limit) == [-0.5, 0.0, 0.5, 1.0]
    assert list(shown.bucket) == [1, 2, 3, 4]


def test_equal_values_fill_a_bin_that_can_be_seen(tmp_path):
    writer(tmp_path).note(seen(0, 7, low=2.0, high=2.0))
    (event,) = read(tmp_path / "tensorboard" / "train").Histograms("hidden/kernel/histogram")
    assert (event.histogram_value.min, event.histogram_value.max) == (1.5, 2.5)


def test_numbers_that_are_not_finite_are_told_as_they_are(tmp_path):
    log = writer(tmp_path, rate=math.inf)
    log.note(EpochEnded(1, 3, {"loss": math.nan, "val_loss": -math.inf}, 1.0))
    nothing = Histogram(0.0, 0.0, [], math.nan, math.nan, math.nan)
    log.note(WeightsSeen(1, {"w": math.nan, "v": math.inf}, {"w": nothing}))
    log.note(Finished(tmp_path, {"train": {"loss": math.nan}}, 1.0, "last"))
    events = read(tmp_path / "tensorboard" / "train")
    assert np.isnan(curve(events, "epoch_loss")[0][1])
    assert np.isinf(curve(events, "epoch_learning_rate")[0][1])
    assert np.isnan(curve(events, "weight_norms/w")[0][1])
    assert not events.Tags()["histograms"]


def test_a_run_that_goes_on_has_the_curves_of_one_that_never_stopped(train, killed, tmp_path):
    whole = train(LONG).folder.rename(tmp_path / "whole")
    folder = killed(LONG, 4)
    log = writer(folder, saved=4)  # what was written after the state that is gone on from
    log.note(EpochEnded(5, 25, {"loss": 99.0, "val_loss": 99.0, "accuracy": 9.0}, 1.0))
    go_on(folder)
    assert curves_of(folder) == curves_of(whole)
    for part in ("train", "validation", "test"):
        files = find_event_files(folder / "tensorboard" / part)
        assert [file.stat().st_size > 0 for file in files][-1:] == [True]
        assert not any(file.stat().st_size for file in files[:-1])


def test_a_run_that_is_made_longer_has_its_final_metrics_once(train):
    folder = train(LONG).folder
    assert curves_of(folder)["test", "final_loss"][0][0] == 5
    longer = go_on(folder, [("train.epochs", "6")])
    (point,) = curves_of(folder)["test", "final_loss"]
    assert point == (6, pytest.approx(longer.metrics["test"]["loss"]))
    epochs = [step for step, _ in curves_of(folder)["train", "epoch_loss"]]
    assert epochs == [1, 2, 3, 4, 5, 6]


def test_a_file_that_is_cut_off_is_read_up_to_there(killed):
    folder = killed(LONG, 3)
    (file,) = find_event_files(folder / "tensorboard" / "train")
    file.write_bytes(file.read_bytes()[:-5])
    go_on(folder)
    steps = [step for step, _ in curves_of(folder)["train", "epoch_loss"]]
    assert steps[-2:] == [4, 5]
    assert len(steps) == len(set(steps))


def test_loggers_may_be_others_where_a_run_goes_on(killed):
    folder = killed(LONG.replace("loggers: [tensorboard]", "loggers: []"), 3)
    assert not (folder / "tensorboard").exists()
    go_on(folder, [("train.loggers", "[tensorboard]")])
    assert [step for step, _ in curves_of(folder)["train", "epoch_loss"]][-2:] == [4, 5]


def test_a_folder_that_cannot_be_written_is_told_once_and_stops_nothing(train):
    heard = []

    def listener(event):
        if isinstance(event, Started):
            (event.folder / "tensorboard").write_text("in the way")
        if isinstance(event, LoggerFailed):
            heard.append(event)

    run = train(LOGGED, listener=listener)
    assert [one.logger for one in heard] == ["TensorBoard"]
    assert len(lines(run.folder)) == 2
    assert (run.folder / "log.txt").read_text().count("TensorBoard could not be told") == 1


def test_what_finds_no_room_is_written_later_and_whole(tmp_path):
    log = writer(tmp_path)
    log.note(EpochEnded(1, 3, {"loss": 1.0}, 1.0))
    (path,) = find_event_files(tmp_path / "tensorboard" / "train")
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 7, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            log.note(EpochEnded(2, 6, {"loss": 2.0}, 2.0))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert curve(read(path.parent), "epoch_loss") == [(1, 1.0)]
    log.note(EpochEnded(3, 9, {"loss": 3.0}, 3.0))
    assert curve(read(path.parent), "epoch_loss") == [(1, 1.0), (2, 2.0), (3, 3.0)]


def test_later_files_sort_behind_older_ones(tmp_path):
    names = [EventFile(tmp_path).path.name for _ in range(5)]
    assert names == sorted(names)
    assert len(set(names)) == 5


def test_a_link_out_of_the_run_is_not_followed(killed, tmp_path_factory):
    folder = killed(LONG, 3)
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "train"
    shutil.move(folder / "tensorboard" / "train", elsewhere)
    before = {path.name: path.read_bytes() for path in elsewhere.iterdir()}
    (folder / "tensorboard" / "train").symlink_to(elsewhere)
    with pytest.raises(SpecError, match="leads out of the run"):
        writer(folder, saved=3)
    heard = []
    go_on(folder, listener=heard.append)
    assert [type(one) for one in heard].count(LoggerFailed) == 1
    assert {path.name: path.read_bytes() for path in elsewhere.iterdir()} == before


def test_a_file_that_is_a_link_is_neither_read_nor_emptied(tmp_path):
    other = tmp_path / "other"
    other.write_bytes(b"not its own")
    train = tmp_path / "run" / "tensorboard" / "train"
    train.mkdir(parents=True)
    (train / "events.out.tfevents.1.wtspec").symlink_to(other)
    writer(tmp_path / "run", saved=1)
    assert other.read_bytes() == b"not its own"


def test_nothing_of_it_is_imported_where_it_is_not_asked_for():
    code = (
        "import sys, wtspec.runs.loggers.open_loggers as one;"
        "sys.exit(any(name in sys.modules for name in ('tensorboardX', 'google.protobuf')))"
    )
    environment = {"KERAS_BACKEND": "jax", "PATH": "", "HOME": str(Path.home())}
    assert (
        subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
    )
