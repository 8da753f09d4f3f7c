"""What `validate` takes, of a file and of many, and `plan` of a large model."""

import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from scripts.bench.contender import ROOT
from scripts.bench.measure import Run, medians, run_in_turn
from scripts.bench.transformer import transformer
from scripts.bench.typical import DENSE, TYPICAL, write_specs

MANY = 1_000
PYTHON = sys.executable
IMPORTS = [PYTHON, "-c", "import pydantic, yaml"]
IMPORT_KERAS = [PYTHON, "-c", "import os; os.environ['KERAS_BACKEND'] = 'jax'; import keras"]

Numbers = dict[str, dict[str, float]]
"""A command's numbers by name, by command."""


def measure_verbs(wanted: Collection[str], repeats: int) -> Numbers:
    """The numbers of those of `validate`, `many` and `plan` that are wanted."""
    few = max(3, repeats // 3)
    measures = {
        "validate": lambda: measure_validate(repeats),
        "many": lambda: measure_many(few),
        "plan": lambda: measure_plan(few),
    }
    chosen = [measure for name, measure in measures.items() if name in wanted]
    if chosen:
        # As pip does when it installs: without it, the first of all runs would compile every file.
        subprocess.run([PYTHON, "-m", "compileall", "-q", str(ROOT / "wtspec")], check=True)  # noqa: S603 - our own
    return {name: numbers for measure in chosen for name, numbers in measure().items()}


def measure_validate(repeats: int) -> Numbers:
    """A whole `validate` beside a process that imports two of its libraries and does no more."""
    with tempfile.TemporaryDirectory() as folder:
        write_specs(TYPICAL, Path(folder), 1)
        validate = [PYTHON, "-m", "wtspec", "validate", str(next(Path(folder).iterdir()))]
        ours, theirs = map(medians, run_in_turn([validate, IMPORTS], ROOT, repeats))
    return {
        "import pydantic, yaml": as_numbers(theirs),
        "wtspec validate": {**as_numbers(ours), "ratio": ours.seconds / theirs.seconds},
    }


def measure_many(repeats: int) -> Numbers:
    """A thousand files in one call, on one core and on two; then a thousand that say more."""
    with tempfile.TemporaryDirectory() as folder:
        typical, dense = Path(folder, "typical"), Path(folder, "dense")
        for spec, specs in ((TYPICAL, typical), (DENSE, dense)):
            specs.mkdir()
            write_specs(spec, specs, MANY)
        commands = [
            ["taskset", "--cpu-list", cores, PYTHON, "-m", "wtspec", "validate", str(specs)]
            for specs, cores in ((typical, "0"), (typical, "0,1"), (dense, "0"))
        ]
        one, two, more = map(medians, run_in_turn(commands, ROOT, repeats))
    return {
        f"{MANY:,} files, one core": {**as_numbers(one), "each": one.cpu_seconds / MANY},
        f"{MANY:,} files, two cores": {
            **as_numbers(two),
            "each": two.cpu_seconds / MANY,
            "ratio": two.seconds / one.seconds,
        },
        f"{MANY:,} dense, one core": {**as_numbers(more), "each": more.cpu_seconds / MANY},
    }


def measure_plan(repeats: int) -> Numbers:
    """`plan` of a transformer of 80 blocks and 60 billion parameters, beside importing Keras."""
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder) / "transformer.yaml"
        spec.write_text(transformer(), encoding="utf-8")
        plan = [PYTHON, "-m", "wtspec", "plan", str(spec)]
        ours, theirs = map(medians, run_in_turn([plan, IMPORT_KERAS], ROOT, repeats))
    return {
        "import keras": as_numbers(theirs),
        "wtspec plan, 60 B": {**as_numbers(ours), "over": ours.seconds - theirs.seconds},
    }


def as_numbers(run: Run) -> dict[str, float]:
    """A run's numbers by name."""
    return {"seconds": run.seconds, "cpu": run.cpu_seconds, "peak_mib": run.peak_bytes / 2**20}


def verbs_table(found: Numbers) -> str:
    """A line a command; the last column says how it compares with the line before."""
    lines = [f"{'medians':24}{'seconds':>9}{'CPU':>9}{'peak MiB':>10}"]
    for name, one in found.items():
        ratio = f"   {one['ratio']:.2f} times" if "ratio" in one else ""
        each = f"   {1000 * one['each']:.2f} ms of CPU a file" if "each" in one else ""
        over = f"   {one['over']:+.2f} s" if "over" in one else ""
        numbers = f"{one['seconds']:9.3f}{one['cpu']:9.3f}{one['peak_mib']:10.0f}"
        lines.append(f"{name:24}{numbers}{ratio}{each}{over}")
    return "\n".join(lines)
