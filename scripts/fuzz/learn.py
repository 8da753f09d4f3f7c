"""Trains what validates: every outcome is a record of a run, or diagnostics at their places."""

import shutil
from pathlib import Path

from scripts.fuzz.folder import folder, validate
from scripts.fuzz.oracle import check_diagnostics, demand
from wtspec.errors import SpecError
from wtspec.errors.render import render_json
from wtspec.runs.run import run
from wtspec.stages import Checked


def learn(path: Path, overrides: tuple[tuple[str, object], ...] = ()) -> str:
    """What came of a file's training: what is said of it, or `trained`."""
    checked, said = validate(path, overrides)
    return said if checked is None else said + _trained(checked)


def _trained(checked: Checked) -> str:
    runs = folder() / "runs"
    try:
        done = run(checked, runs_dir=runs)
    except SpecError as error:
        check_diagnostics(error.diagnostics)
        placed = all(one.span is not None for one in error.diagnostics)
        demand(placed, f"a fault without a place: {error}")
        return render_json(error.diagnostics)
    finally:
        shutil.rmtree(runs, ignore_errors=True)
    demand(bool(done.history), "a run without an epoch")
    return "trained"
