"""The whole process of training the quickstart: by wtspec, by hand with Keras, with Ludwig."""

import csv
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.bench.contender import ROOT
from scripts.bench.measure import Run, run_in_turn

HERE = Path(__file__).parent / "quickstart"
LUDWIG = ROOT / ".venv-ludwig" / "bin" / "python"

FIRST, AGAIN, BY_HAND, WITH_LUDWIG = "wtspec run, first", "wtspec run, again", "Keras", "Ludwig"


def measure_whole(repeats: int) -> dict[str, list[Run]]:
    """Each one's runs. The first of wtspec finds nothing compiled, the other one does."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands = {
            FIRST: _wtspec(folder, "cold"),
            AGAIN: _wtspec(folder, "warm"),
            BY_HAND: [sys.executable, str(HERE / "keras_by_hand.py"), str(folder)],
        }
        ludwig = _ludwig(folder)
        if ludwig is not None:
            commands[WITH_LUDWIG] = ludwig
        runs = run_in_turn(
            list(commands.values()),
            ROOT,
            repeats,
            before=lambda: shutil.rmtree(folder / "cold", ignore_errors=True),
        )
    return dict(zip(commands, runs, strict=True))


def _wtspec(folder: Path, caches: str) -> list[str]:
    run = [sys.executable, "-m", "wtspec", "run", "configs/quickstart.yaml"]
    return ["env", f"XDG_CACHE_HOME={folder / caches}", *run, "--runs-dir", str(folder / "runs")]


def _ludwig(folder: Path) -> list[str] | None:
    """The command, if it works."""
    if not LUDWIG.exists():
        return None
    table = folder / "digits.csv"
    _write_digits(table)
    command = [str(LUDWIG), str(HERE / "with_ludwig.py"), "train"]
    command += ["--config", str(HERE / "ludwig.yaml")]
    command += ["--dataset", str(table), "--output_directory", str(folder / "ludwig")]
    tried = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603
    return command if tried.returncode == 0 else None


def _write_digits(table: Path) -> None:
    from sklearn.datasets import load_digits

    pixels, labels = load_digits(return_X_y=True)
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(f"p{index}" for index in range(64)), "digit"])
        for row, label in zip(pixels / 16, labels, strict=True):
            writer.writerow([*row, label])
