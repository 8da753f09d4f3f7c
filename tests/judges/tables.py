"""`wtspec init --csv` and `run`, without an edit, beside scikit-learn's gradient boosting.

`python -m tests.judges.tables` prints ten real tables, or those that are named. Both learn from
the same rows (boosting from those too that stop the training early) and are measured on the same,
in several splits; their means count.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import argparse
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

import wtspec
from tests.judges.found_tables import FOUND, Found
from wtspec.data.parts import read_parts
from wtspec.stages import check_file

MARGIN = 0.03
"""By so much the run may be worse."""

_MOST_CATEGORIES = 255
"""That boosting takes."""


@dataclass(frozen=True)
class Compared:
    """A table's result, the means over splits.

    Attributes:
        boosting: Its accuracy, or R² of a regression.
        run: That of the run.
        said: What `init` told.
    """

    table: Found
    rows: int
    boosting: float
    run: float
    spread: float
    seconds: float
    said: str

    @property
    def holds(self) -> bool:
        """Whether the run reaches what is asked."""
        return self.run >= self.boosting - MARGIN


def compare(table: Found, seeds: range, folder: Path) -> Compared:
    """One table, in as many splits as there are seeds."""
    csv, spec = folder / f"{table.name}.csv", folder / f"{table.name}.yaml"
    csv.write_bytes(table.text())
    command = [sys.executable, "-m", "wtspec", "init", spec, "--csv", csv, "--target", table.target]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        raise RuntimeError(made.stderr)
    columns = table.read()
    began = time.monotonic()
    scores = [_one_split(table, columns, spec, seed, folder) for seed in seeds]
    boosting, run = np.mean(scores, axis=0)
    spread = float(np.std([ours - theirs for theirs, ours in scores]))
    seconds = (time.monotonic() - began) / len(seeds)
    return Compared(table, len(columns), boosting, run, spread, seconds, made.stderr)


def _one_split(
    table: Found, columns: pd.DataFrame, spec: Path, seed: int, folder: Path
) -> tuple[float, float]:
    settings = {"data.split.seed": seed, "runtime.seed": seed}
    loaded = wtspec.load(spec, settings)
    checked = check_file(spec, tuple((path, str(value)) for path, value in settings.items()))
    rows = {
        name: part.numbers
        for name, part in read_parts(checked.program, loaded.document, folder).items()
    }
    theirs = boost(table, columns, np.r_[rows["train"], rows["validation"]], rows["test"])
    done = wtspec.run(loaded, runs_dir=folder / "runs")
    measured = done.metrics["test"]
    wanted = ("accuracy", "Accuracy") if table.is_class else ("r2", "R2")
    return theirs, next(value for name, value in measured.items() if name.startswith(wanted))


def boost(table: Found, columns: pd.DataFrame, train: np.ndarray, test: np.ndarray) -> float:
    """The accuracy or R² of scikit-learn's gradient boosting with its defaults."""
    features, target = _features(table, columns), columns[table.target]
    known = target.notna().to_numpy()
    train, test = train[known[train]], test[known[test]]
    kind = HistGradientBoostingClassifier if table.is_class else HistGradientBoostingRegressor
    model = kind(categorical_features="from_dtype", random_state=0)
    model.fit(features.iloc[train], target.iloc[train])
    return float(model.score(features.iloc[test], target.iloc[test]))


def _features(table: Found, columns: pd.DataFrame) -> pd.DataFrame:
    """What a careful person would give it: dates in parts, tags apart, categories as such."""
    made = {}
    for name in columns.columns.drop(table.target):
        values = columns[name]
        if name == table.tags:
            made |= dict(values.str.get_dummies("|").items())
        elif pd.api.types.is_datetime64_any_dtype(values):
            parts = ("year", "month", "day", "day_of_week", "day_of_year", "hour")
            made |= {f"{name} {part}": getattr(values.dt, part) for part in parts}
        elif pd.api.types.is_numeric_dtype(values):
            made[name] = values
        elif values.nunique() <= _MOST_CATEGORIES:
            made[name] = values.astype("category")
    return pd.DataFrame(made)


def main() -> int:
    """Prints the tables, and what is reached of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.judges.tables")
    parser.add_argument("names", nargs="*", help="tables; all by default")
    parser.add_argument("--splits", type=int, default=5)
    arguments = parser.parse_args()
    chosen = [one for one in FOUND if not arguments.names or one.name in arguments.names]
    print(f"{'table':14}{'rows':>7} {'task':10}  boosting     run  difference  seconds")
    held = 0
    with tempfile.TemporaryDirectory() as made:
        for table in chosen:
            one = compare(table, range(arguments.splits), Path(made))
            held += one.holds
            print(_line(one), flush=True)
            for line in one.said.splitlines():
                if "left out" in line.lower():
                    print(f"    {line}", flush=True)
    print(f"\n{held} of {len(chosen)} reach what boosting does, less {MARGIN:g}")
    return 0


def _line(one: Compared) -> str:
    task = "accuracy" if one.table.is_class else "R²"
    difference = f"{one.run - one.boosting:+.3f} ± {one.spread:.3f}"
    verdict = "" if one.holds else "  fails"
    return (
        f"{one.table.name:14}{one.rows:7} {task:10}{one.boosting:10.3f}{one.run:8.3f}"
        f"  {difference}{one.seconds:9.1f}{verdict}"
    )


if __name__ == "__main__":
    sys.exit(main())
