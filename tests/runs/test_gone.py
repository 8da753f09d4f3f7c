"""Files that vanish, or can't be written any more, while a run goes on and after it."""

import os
import shutil
import stat
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from wtspec.document.root import caller_root
from wtspec.runs.evaluate import evaluate
from wtspec.runs.predict import predict
from wtspec.runs.resume import read_run, resume
from wtspec.runs.run import run
from wtspec.stages import check, load
from wtspec.train.events import CheckpointFailed, EpochEnded, Progressed

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX"),
    # Orbax leaves work undone where it can't write, and that complains when it is collected.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
CHECKPOINT = ("train.checkpoint", "{every: 1 epoch, keep: 3}")


@contextmanager
def read_only(folder):
    """Nothing in the folder can be written; the superuser heeds a mount alone."""
    if os.geteuid() != 0:
        modes = {path: path.stat().st_mode for path in (folder, *folder.rglob("*"))}
        for path, mode in modes.items():
            path.chmod(mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
        try:
            yield
        finally:
            for path, mode in modes.items():
                path.chmod(mode)
        return
    if not _mount("--bind", folder, folder):
        pytest.skip("this user may not mount folders")
    try:
        if not _mount("-o", "remount,ro,bind", folder):
            pytest.skip("this folder is being written into, or may not be mounted anew")
        yield
    finally:
        subprocess.run([shutil.which("umount"), "-l", folder], check=True)


def _mount(*words):
    words = [shutil.which("mount"), *words]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


@pytest.fixture
def stack():
    """What ends when the test does."""
    with ExitStack() as entered:
        yield entered


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    return tmp_path / "tmp"


def in_epoch(epoch, act, heard):
    """A listener that acts once, in that epoch or at its end, and keeps what is told of states."""
    done = []

    def listener(event):
        if isinstance(event, CheckpointFailed):
            heard.append(event.reason)
        is_there = isinstance(event, Progressed | EpochEnded) and event.epoch == epoch
        if is_there and not done:  # a short epoch may tell of no progress
            done.append(event)
            act()

    return listener


@pytest.mark.parametrize("overrides", [[], [CHECKPOINT]], ids=["plain", "checkpoints"])
def test_weights_of_a_run_whose_folder_is_gone_are_kept(
    overrides, train, fault, project, elsewhere
):
    heard = []
    listener = in_epoch(2, lambda: (project / "runs").rename(project / "gone"), heard)
    found = fault(train, overrides=[("train.epochs", "3"), *overrides], listener=listener)
    assert found.message.endswith(
        "weights.safetensors` can't be written: No such file or directory"
    )
    (kept,) = elsewhere.rglob("weights.safetensors")
    assert f"are in `{kept.parent}`, with what predicts by them" in found.help
    predict(kept.parent, project / "flowers.csv", project / "out.csv")
    assert len((project / "out.csv").read_text("utf-8").splitlines()) == 71
    assert len(heard) <= 1
    assert not list(project.glob("runs/*/*/weights.*"))


def test_a_folder_that_becomes_read_only_ends_no_training(train, fault, project, elsewhere, stack):
    folder = project / "runs/flowers/0001"
    heard = []
    listener = in_epoch(2, lambda: stack.enter_context(read_only(folder)), heard)
    found = fault(train, overrides=[("train.epochs", "4"), CHECKPOINT], listener=listener)
    assert "weights.safetensors` can't be written: " in found.message
    assert list(elsewhere.rglob("weights.safetensors"))
    assert len(heard) == 1


def test_states_that_can_not_be_written_end_no_training(train, project, stack):
    folder = project / "runs/flowers/0001/checkpoints"
    heard = []
    listener = in_epoch(3, lambda: stack.enter_context(read_only(folder)), heard)
    done = train(overrides=[("train.epochs", "5"), CHECKPOINT], listener=listener)
    assert len(heard) == 1
    assert done.history[-1] == train(overrides=[("train.epochs", "5")]).history[-1]


def test_data_that_vanish_before_the_run_are_told_at_their_place(spec, project, fault):
    checked = spec()
    (project / "flowers.csv").unlink()
    found = fault(run, checked, runs_dir=project / "runs")
    assert (found.code, "`flowers.csv`" in found.message) == ("file-not-found", True)
    assert found.span.source.lines[found.span.line - 1].strip() == "source: {csv: flowers.csv}"
    assert not (project / "runs").exists()


def test_data_that_vanish_in_a_training_are_no_longer_needed(train, project):
    done = train(listener=in_epoch(1, (project / "flowers.csv").unlink, []))
    assert len(done.history) == 2


@pytest.fixture
def copy(finished, tmp_path, monkeypatch):
    """A run in a copy of its project, which is the working directory."""
    project = shutil.copytree(finished.folder.parents[2], tmp_path / "copy")
    (project / "pyproject.toml").touch()
    monkeypatch.chdir(project)
    assert caller_root() == project
    return project / finished.folder.relative_to(finished.folder.parents[2])


def test_data_that_vanish_after_the_run_are_told_at_their_place(copy, fault):
    data = Path("flowers.csv")
    data.unlink()
    found = fault(evaluate, copy)
    assert (found.code, "flowers.csv`" in found.message) == ("file-not-found", True)
    assert "flowers.csv" in found.span.source.lines[found.span.line - 1]
    assert fault(predict, copy, data, Path("out.csv")).code == "file-not-found"
    assert not Path("out.csv").exists()


def test_a_run_is_read_from_a_folder_that_can_not_be_written(copy, finished, fault, stack):
    stack.enter_context(read_only(copy))
    assert evaluate(copy) == pytest.approx(finished.metrics["test"])
    predict(copy, Path("flowers.csv"), Path("out.csv"))
    assert len(Path("out.csv").read_text("utf-8").splitlines()) == 71
    found = fault(predict, copy, Path("flowers.csv"), copy / "out.csv")
    assert (found.code, f"`{copy / 'out.csv'}` can't be" in found.message) == ("unwritable", True)


def test_a_run_that_can_not_be_written_does_not_go_on(project, spec, fault, stack, monkeypatch):
    class PowerCutError(Exception):
        pass

    def cut(event):
        if isinstance(event, EpochEnded) and event.epoch == 2:
            raise PowerCutError

    monkeypatch.chdir(project)
    checked = check(load(project / "spec.yaml", [CHECKPOINT])) if spec() else None
    with pytest.raises(PowerCutError):
        run(checked, runs_dir=project / "runs", listener=cut)
    folder = project / "runs/flowers/0001"
    stack.enter_context(read_only(folder))
    found = fault(resume, folder, read_run(folder))
    assert (found.code, f"`{folder}` can't be written" in found.message) == ("unwritable", True)
