"""Measures what it costs to record a run: looks at weights, TensorBoard, outcomes and the report.

    python -m scripts.bench.recording
    python -m scripts.bench.recording --turns 9 --spec configs/attention.yaml

The same training takes turns with one that records nothing but its weights and metrics, as whole
processes, so that imports count.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.bench.turns import least_seconds

RECORDED = """
import sys
from wtspec.runs.training import train_job
from wtspec.train.gauge import Gauge
{}
from wtspec.__main__ import main
sys.argv = ["wtspec", *sys.argv[1:]]
main()
"""
"""Both import the same first: the order of imports counts too."""

BARE = """
nothing = lambda *given: None
assert {"begin", "leave"} <= set(vars(train_job.HeldOut)) and Gauge.look and train_job.leave_report
Gauge.look = train_job.HeldOut.begin = train_job.HeldOut.leave = train_job.leave_report = nothing
"""
MOST = 1.05
"""How long the recorded training may take, the other being 1."""


def main() -> None:
    """Prints both times and their ratio."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.recording", description=__doc__)
    parser.add_argument("--spec", default="configs/quickstart.yaml")
    parser.add_argument("--turns", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = _with_byte_code(Path(folder, "byte_code"))
        common = ["run", asked.spec, "--runs-dir", str(Path(folder, "runs"))]
        loggers = ["--set", "train.loggers=[tensorboard]"]
        ways = {
            "nothing": lambda: _call(environment, RECORDED.format(BARE), *common),
            "recorded": lambda: _call(environment, RECORDED.format(""), *common),
            "with TensorBoard": lambda: _call(environment, RECORDED.format(""), *common, *loggers),
        }
        for way in ways.values():  # the first time compiles byte code, and fills JAX's cache
            way()
        taken = least_seconds(ways, asked.turns)
    for name, seconds in taken.items():
        print(f"{name:18} {seconds:6.2f} s  {seconds / taken['nothing']:.3f}")
    if taken["with TensorBoard"] > MOST * taken["nothing"]:
        print(f"recording costs more than it may: {MOST:.2f} of the time of none")
        sys.exit(1)


def _with_byte_code(folder: Path) -> dict[str, str]:
    """The environment of someone whose Python keeps byte code, as it does unless told not to."""
    kept = {name: one for name, one in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder)}


def _call(environment: dict[str, str], script: str, *arguments: str) -> None:
    command = [sys.executable, "-c", script, *arguments]
    subprocess.run(command, check=True, capture_output=True, env=environment)  # noqa: S603 - our own


if __name__ == "__main__":
    main()
