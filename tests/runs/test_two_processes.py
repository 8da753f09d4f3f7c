"""Two processes at once: what reads a run while it trains, and two runs of one spec."""

import contextlib
import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.cli.started import ENVIRONMENT, WTSPEC, started
from tests.runs.conftest import FLOWERS, write_flowers
from wtspec.runs.evaluate import evaluate
from wtspec.runs.predict import predict
from wtspec.runs.resume import read_run, resume

NOISE = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""TensorStore's threads are late to notice that a state has gone which was being read."""

CHECKPOINT = "{every: 1 epoch, keep: 1}"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A project, which is the working directory."""
    write_flowers(tmp_path / "flowers.csv")
    (tmp_path / "pyproject.toml").touch()
    long = FLOWERS.replace("epochs: 2", f"epochs: 1000000\n  checkpoint: {CHECKPOINT}")
    (tmp_path / "flowers.yaml").write_text(FLOWERS, "utf-8")
    (tmp_path / "long.yaml").write_text(long, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def states(run):
    with contextlib.suppress(FileNotFoundError):
        return [path for path in (run / "checkpoints").iterdir() if path.name.startswith("epoch_")]
    return []


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@NOISE
def test_a_run_is_read_while_it_trains_and_no_other_trains_in_it(folder, fault):
    """Its states come and go meanwhile, several a second."""
    run = folder / "runs/flowers/0001"
    with started("run", "long.yaml", folder=folder) as process:
        while not states(run):
            assert process.poll() is None, process.stderr.read().decode()
        for _ in range(3):
            assert np.isfinite(evaluate(run)["loss"])
            predict(run, Path("flowers.csv"), Path("out.csv"))
            assert len(Path("out.csv").read_text("utf-8").splitlines()) == 71
        assert fault(resume, run, read_run(run)).code == "run-in-use"
        process.send_signal(signal.SIGTERM)
        told = process.stderr.read().decode()
    assert process.returncode == 143, told
    assert "Traceback" not in told
    lines = (run / "metrics.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["epoch"] for line in lines] == list(range(1, len(lines) + 1))


@pytest.mark.long
def test_two_runs_of_a_spec_at_once_get_a_folder_each(folder):
    """And leave the same weights in them."""
    env = {**ENVIRONMENT, "JAX_PLATFORMS": "cpu", "XDG_CACHE_HOME": str(folder / "cache")}
    command = [*WTSPEC, "run", "flowers.yaml"]
    with contextlib.ExitStack() as stack:
        running = [
            stack.enter_context(
                subprocess.Popen(command, cwd=folder, env=env, stderr=subprocess.PIPE)
            )
            for _ in range(2)
        ]
        told = [process.communicate()[1].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0], told
    ends = [folder / "runs/flowers" / number for number in ("0001", "0002")]
    assert sorted((folder / "runs/flowers").iterdir()) == ends
    assert all(
        json.loads((end / "environment.json").read_bytes())["status"] == "finished" for end in ends
    )
    assert len({(end / "weights.safetensors").read_bytes() for end in ends}) == 1
    assert len({len(list(end.iterdir())) for end in ends}) == 1
