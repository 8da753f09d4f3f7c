"""MLflow's own store, read back by its own client."""

import importlib
import json
import math
import os
import socket
import threading
import time

import pytest

from tests.runs.conftest import FLOWERS, write_flowers
from wtspec.errors import SpecError
from wtspec.program.training import Logger
from wtspec.runs.listing.find_runs import find_runs
from wtspec.runs.loggers.logger import Logged
from wtspec.runs.loggers.mlflow_manners import mannerly
from wtspec.runs.resume import read_run, resume
from wtspec.runs.run import run
from wtspec.runs.training.stop import Interrupted
from wtspec.stages import check, load
from wtspec.train.events import EpochEnded, LoggerFailed

if "CI" not in os.environ:
    pytest.importorskip("mlflow")
    pytest.importorskip("alembic")

from wtspec.runs.loggers import mlflow_run, mlflow_writer

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

ASKED = "  loggers: [{mlflow: {run_name: first, tags: {fold: 3}}}]\n"
LONG = FLOWERS.replace("epochs: 2", "epochs: 5\n  checkpoint: {every: 1 epoch}") + ASKED


class Killed(BaseException):
    """Ends a run as no signal does."""


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """No address, whoever runs the tests."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    with mannerly():
        yield monkeypatch


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A project whose runs share one database: to make one takes a second or two."""
    folder = tmp_path_factory.mktemp("tracked") / "a folder, with a comma"
    folder.mkdir()
    write_flowers(folder / "flowers.csv")
    return folder


@pytest.fixture(scope="session")
def client(folder):
    """MLflow's own, of that database."""
    return importlib.import_module("mlflow").MlflowClient(f"sqlite:///{folder}/runs/mlflow.db")


def train(folder, text, **arguments):
    (folder / "spec.yaml").write_text(text)
    checked = check(load(folder / "spec.yaml"))
    return run(checked, runs_dir=folder / "runs", **arguments)


def go_on(run_folder, overrides=(), **arguments):
    root = run_folder.parents[2]
    return resume(run_folder, read_run(run_folder, overrides, root), data_root=root, **arguments)


@pytest.fixture(scope="session")
def tracked(folder):
    """A finished run."""
    return train(folder, FLOWERS + ASKED)


def remote_of(client, run_folder):
    return client.get_run(json.loads((run_folder / "mlflow.json").read_text())["run_id"])


def history(client, remote, name):
    told = client.get_metric_history(remote.info.run_id, name)
    return sorted((one.step, one.value) for one in told)


def lines(run_folder):
    return [json.loads(line) for line in (run_folder / "metrics.jsonl").read_text().splitlines()]


def last_folder(folder):
    return max((folder / "runs" / "flowers").iterdir())


def test_metrics_are_told_by_epoch(tracked, client):
    remote = remote_of(client, tracked.folder)
    for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
        expected = [(line["epoch"], line[name]) for line in lines(tracked.folder)]
        assert history(client, remote, name) == expected
    assert history(client, remote, "learning_rate")[0] == (1, pytest.approx(0.01))


def test_final_metrics_are_told_of_each_part(tracked, client):
    metrics = remote_of(client, tracked.folder).data.metrics
    for part, values in tracked.metrics.items():
        for name, value in values.items():
            assert metrics[f"final/{part}/{name}"] == value


def test_settings_tags_and_the_end_are_told(tracked, client):
    remote = remote_of(client, tracked.folder)
    assert remote.info.run_name == "first"
    assert remote.info.status == "FINISHED"
    params = remote.data.params
    assert params["train.optimizer.Adam.learning_rate"] == "0.01"
    assert params["model.inputs.size"] == "[batch, 1]"
    assert not any(name.startswith("train.loggers") for name in params)
    tags = remote.data.tags
    assert (tags["fold"], tags["wtspec.status"]) == ("3", "finished")
    assert tags["wtspec.folder"] == str(tracked.folder.resolve())


def test_a_run_is_of_the_experiment_that_is_called_like_its_spec(tracked, client):
    experiment = client.get_experiment(remote_of(client, tracked.folder).info.experiment_id)
    assert experiment.name == "flowers"


def test_files_lie_beside_the_runs_and_the_weights_are_none_of_them(tracked, client, folder):
    remote = remote_of(client, tracked.folder)
    names = {one.path for one in client.list_artifacts(remote.info.run_id)}
    assert {"config.resolved.yaml", "metrics.jsonl", "weights.txt"} <= names
    assert not any(name.endswith(".safetensors") for name in names)
    (kept,) = (folder / "runs" / "mlartifacts").glob(f"{remote.info.run_id}/*/metrics.jsonl")
    assert kept.read_text() == (tracked.folder / "metrics.jsonl").read_text()


def test_files_that_mlflow_keeps_are_no_run_of_their_own(tracked, folder):
    assert set(find_runs(folder / "runs").runs) == {*(folder / "runs" / "flowers").iterdir()}


def test_a_run_that_goes_on_is_the_same_run_with_each_point_once(client, folder):
    def killed(event):
        if isinstance(event, EpochEnded) and event.epoch == 4:
            raise Killed

    with pytest.raises(Killed):
        train(folder, LONG, listener=killed)
    before = remote_of(client, last_folder(folder))
    assert before.info.status == "FAILED"
    go_on(last_folder(folder))
    remote = remote_of(client, last_folder(folder))
    assert (remote.info.run_id, remote.info.status) == (before.info.run_id, "FINISHED")
    expected = [(line["epoch"], line["loss"]) for line in lines(last_folder(folder))]
    assert history(client, remote, "loss") == expected


def test_a_run_that_is_ended_by_a_signal_is_killed(client, folder):
    def ending(event):
        if isinstance(event, EpochEnded) and event.epoch == 2:
            signal = importlib.import_module("signal")
            signal.raise_signal(signal.SIGTERM)

    with pytest.raises(Interrupted):
        train(folder, LONG, listener=ending)
    remote = remote_of(client, last_folder(folder))
    assert (remote.info.status, remote.data.tags["wtspec.status"]) == ("KILLED", "interrupted")


def test_a_logger_that_joins_later_is_told_of_the_epochs_before(client, folder):
    def killed(event):
        if isinstance(event, EpochEnded) and event.epoch == 4:
            raise Killed

    with pytest.raises(Killed):
        train(folder, LONG.replace(ASKED, ""), listener=killed)
    go_on(last_folder(folder), [("train.loggers", "[mlflow]")])
    remote = remote_of(client, last_folder(folder))
    expected = [(line["epoch"], line["loss"]) for line in lines(last_folder(folder))]
    assert history(client, remote, "loss") == expected
    assert remote.info.run_name == last_folder(folder).name


def test_a_run_that_the_server_does_not_know_is_made_anew(client, folder, tracked):
    there = remote_of(client, tracked.folder)
    logged = the_run(tracked.folder, saved=2)
    (tracked.folder / "mlflow.json").write_text(json.dumps({"run_id": "0" * 32}))
    try:
        log = mlflow_writer.MLflowWriter(Logger("mlflow", None), logged)
        log.close("finished")
        remote = remote_of(client, tracked.folder)
        assert remote.info.run_id != there.info.run_id
        assert [step for step, _ in history(client, remote, "loss")] == [1, 2]
    finally:
        (tracked.folder / "mlflow.json").write_text(json.dumps({"run_id": there.info.run_id}))


def the_run(folder, saved=None, settings=()):
    return Logged("flowers", folder, "", dict(settings), saved, 0.0, lambda: None)


def test_what_is_long_odd_or_not_finite_is_taken(client, folder, tracked):
    settings = {"a(b)[0].c": "x" * 10_000, "../up": "1", "n" * 400: "2", "line": "a\nb", "ä": "ö"}
    settings |= {f"many.{index}": str(index) for index in range(150)}
    logged = the_run(tracked.folder, settings=settings.items())
    kept = (tracked.folder / "mlflow.json").read_text()
    try:
        log = mlflow_writer.MLflowWriter(Logger("mlflow", None, "odd"), logged)
        odd = {"loss": math.nan, "val_loss": math.inf, "<b>(x)": -math.inf, "a/../b": 1.0}
        log.note(EpochEnded(1, 1, odd, 1.0))
        log.close("failed")
        remote = remote_of(client, tracked.folder)
    finally:
        (tracked.folder / "mlflow.json").write_text(kept)
    assert len(remote.data.params) == 155
    assert len(remote.data.params["a_b__0_.c"]) == 500
    assert math.isnan(remote.data.metrics["loss"])
    assert remote.data.metrics["a____b"] == 1.0
    assert remote.info.status == "FAILED"


def test_where_it_is_sent_is_the_environments_to_say(environment, tmp_path):
    logged = the_run(tmp_path / "runs" / "flowers" / "0001")
    assert mlflow_run.tracking_uri(logged) == f"sqlite:///{tmp_path}/runs/mlflow.db"
    environment.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:5000")
    assert mlflow_run.tracking_uri(logged) == "http://127.0.0.1:5000"


def test_a_database_does_not_say_that_files_go_elsewhere(client, folder, tracked, tmp_path):
    there = importlib.import_module("mlflow").MlflowClient(f"sqlite:///{folder}/runs/mlflow.db")
    there.create_experiment("elsewhere", artifact_location=(tmp_path / "other").as_uri())
    heard = []
    text = FLOWERS + "  loggers: [{mlflow: {experiment: elsewhere}}]\n"
    done = train(folder, text, listener=heard.append)
    (failed,) = [event for event in heard if isinstance(event, LoggerFailed)]
    assert "not beside the runs" in failed.reason
    assert not (tmp_path / "other").exists()
    assert remote_of(client, done.folder).info.status == "FINISHED"


def test_a_link_to_another_database_is_not_followed(tmp_path, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "mlflow.db"
    other.write_bytes(b"")
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "mlflow.db").symlink_to(other)
    with pytest.raises(SpecError, match="leads out of the run"):
        mlflow_run.tracking_uri(the_run(tmp_path / "runs" / "flowers" / "0001"))


def test_a_server_that_is_down_is_told_once_and_holds_nothing_up(environment, folder):
    environment.setenv("MLFLOW_TRACKING_URI", "http://joe:secret@127.0.0.1:9")
    heard = []
    done = train(folder, LONG, listener=heard.append)
    failed = [event for event in heard if isinstance(event, LoggerFailed)]
    assert [event.logger for event in failed] == ["MLflow"]
    assert "127.0.0.1" in failed[0].reason
    assert len(failed[0].reason) <= 160
    assert len(lines(done.folder)) == 5
    assert not (done.folder / "mlflow.json").exists()
    assert "secret" not in (done.folder / "log.txt").read_text()


def test_a_server_that_never_answers_does_not_keep_an_epoch_waiting(environment, folder):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        environment.setenv("MLFLOW_TRACKING_URI", address)
        environment.setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "1")
        environment.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
        log = mlflow_writer.MLflowWriter(
            Logger("mlflow", None), the_run(folder / "runs" / "a" / "1")
        )
        began = time.monotonic()
        for epoch in range(1, 100):
            log.note(EpochEnded(epoch, epoch, {"loss": 1.0}, 1.0))
        assert time.monotonic() - began < 0.5
        with pytest.raises(Exception, match="imed out"):
            log.close("finished")


def test_what_the_environment_says_holds_and_it_is_left_as_it_was(environment):
    environment.setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "77")
    environment.delenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES")
    before = dict(os.environ)
    with mannerly():
        assert os.environ["MLFLOW_HTTP_REQUEST_TIMEOUT"] == "77"
        assert os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] == "1"
    assert dict(os.environ) == before


def test_it_does_not_call_home(tracked):
    assert not [one for one in threading.enumerate() if "elemetry" in one.name]
