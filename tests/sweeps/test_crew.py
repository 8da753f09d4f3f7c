"""Several processes share the trials of a sweep, and some are killed."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import optuna
import pytest

from wtspec.sweeps.marks import TRIES
from wtspec.sweeps.share import surroundings_of
from wtspec.sweeps.sweep_report import sweep_report

WIDE = {"width": "{low: 1, high: 200}", "length": "trials: 40"}
PATIENCE_SECONDS = 1200


def start(folder, *words):
    """A sweep, as a user starts it; what it says on stderr is in a file."""
    command = [sys.executable, "-m", "wtspec", "sweep", *words]
    with (folder / "said.txt").open("w") as said:
        return subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)


def ended(folder):
    return [line for line in (folder / "said.txt").read_text().split("\n") if "trial " in line]


def workers_of(process):
    """The processes that it has started, on Linux."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(one) for one in children.read_text().split()]


def wait_for(count, folder, process):
    until = time.monotonic() + PATIENCE_SECONDS
    while len(ended(folder)) < count:
        assert process.poll() is None, (folder / "said.txt").read_text()
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.long
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux for children")
def test_forty_trials_are_neither_lost_nor_run_twice_where_two_of_four_workers_are_killed(
    tmp_path, write_tiny
):
    write_tiny(tmp_path, **WIDE)
    process = start(tmp_path, "tiny.yaml", "--workers", "4")
    for count in (5, 15):
        wait_for(count, tmp_path, process)
        os.kill(workers_of(process)[-1], signal.SIGKILL)
    assert process.wait(PATIENCE_SECONDS) == 0, (tmp_path / "said.txt").read_text()
    folder = tmp_path / "runs" / "tiny" / "sweep-0001"
    study = optuna.load_study(study_name="tiny", storage=f"sqlite:///{folder / 'trials.db'}")
    report = sweep_report(folder)
    assert Counter(one.state.name for one in study.trials) == {"COMPLETE": 40}
    assert Counter(one.state for one in report.trials) == {"finished": 40}
    assert report.best == [study.best_trial.number]
    assert len({tuple(one.params.values()) for one in study.trials}) == 40
    assert sorted(one.name for one in folder.glob("trial-*")) == [
        f"trial-{number:04}" for number in range(40)
    ]
    assert 1 <= sum(TRIES in one.user_attrs for one in study.trials) <= 2


@pytest.mark.long
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux for children")
def test_a_sweep_that_is_interrupted_says_how_to_go_on_and_does(tmp_path, write_tiny):
    write_tiny(tmp_path, length="trials: 6")
    process = start(tmp_path, "tiny.yaml", "--workers", "2")
    wait_for(2, tmp_path, process)
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE_SECONDS) == 128 + signal.SIGINT
    said = (tmp_path / "said.txt").read_text()
    assert "wtspec sweep --resume runs/tiny/sweep-0001" in said
    again = start(tmp_path, "--resume", "runs/tiny/sweep-0001")
    assert again.wait(PATIENCE_SECONDS) == 0, (tmp_path / "said.txt").read_text()
    report = sweep_report(tmp_path / "runs" / "tiny" / "sweep-0001")
    assert Counter(one.state for one in report.trials) == {"finished": 6}


@pytest.mark.parametrize(
    ("workers", "given", "devices", "memory"),
    [
        (2, "0,1,2,3", ["0,2", "1,3"], None),
        (4, "0,1", ["0", "1", "0", "1"], "0.450"),
        (1, "3", ["3"], None),
    ],
)
def test_workers_share_the_gpus_that_there_are(workers, given, devices, memory):
    surroundings = {"CUDA_VISIBLE_DEVICES": given}
    found = [surroundings_of(one, workers, surroundings) for one in range(workers)]
    assert [one["CUDA_VISIBLE_DEVICES"] for one in found] == devices
    assert {one.get("XLA_PYTHON_CLIENT_MEM_FRACTION") for one in found} == {memory}
