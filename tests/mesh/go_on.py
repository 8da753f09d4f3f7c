"""Trains on eight pretended devices until it is killed; then goes on, on these and on others.

`python -m tests.mesh.go_on SPEC FOLDER kill` dies as the second epoch ends; with `resume` in its
place the run goes on from copies of what is left, and what came of it is printed as JSON.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path

os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=8"

from safetensors.numpy import load_file

from wtspec.model import alone
from wtspec.runs.resume import read_run, resume
from wtspec.runs.run import run
from wtspec.stages import check_file
from wtspec.train.events import EpochEnded

SETTINGS = [
    ("runtime.mesh", {"data": 4, "model": 2}),
    ("train.epochs", 4),
    ("train.checkpoint", {"every": "4 steps"}),
]
ONTO = {
    "the same mesh": {"data": 4, "model": 2},
    "two devices": {"data": 1, "model": 2},
    "one device": {"data": 1, "model": 1},
}


def die_after_the_second_epoch(event):
    """As a machine does that loses its power."""
    if isinstance(event, EpochEnded) and event.epoch == 2:
        os.kill(os.getpid(), signal.SIGKILL)


def weights(folder):
    """The numbers of a run's weights, in one row each."""
    return {
        name: one.ravel().tolist()
        for name, one in load_file(folder / "weights.safetensors").items()
    }


def go_on(spec, runs):
    """What came of the run where it was never killed, and where it goes on, by the mesh."""
    killed = next(runs.glob("killed/*/0001"))
    with alone():
        whole = run(check_file(spec, SETTINGS), runs_dir=runs / "whole")
        found = {"never killed": [list(whole.history), weights(whole.folder)]}
        for name, mesh in ONTO.items():
            folder = runs / name.replace(" ", "-") / killed.parent.name / killed.name
            shutil.copytree(killed, folder)
            done = resume(folder, read_run(folder, [("runtime.mesh", mesh)], None))
            found[name] = [list(done.history), weights(folder)]
    return found


if __name__ == "__main__":
    spec, runs, what = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    if what == "kill":
        run(
            check_file(spec, SETTINGS),
            runs_dir=runs / "killed",
            listener=die_after_the_second_epoch,
        )
    else:
        sys.stdout.write(json.dumps(go_on(spec, runs)))
