"""The folder that a target's files lie in: a spec, and what it extends and imports."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from scripts.fuzz.oracle import check_diagnostics
from wtspec.errors import SpecError
from wtspec.errors.render import render_json
from wtspec.stages import Checked, check_file

ROOT = Path(__file__).parents[2]
CONFIGS = ROOT / "configs"
MEMORY = Path("/dev/shm")  # noqa: S108 - only a new folder in it is written to


@cache
def _made() -> tempfile.TemporaryDirectory[str]:
    """Goes when the process ends; in memory where there is such a place."""
    made = tempfile.TemporaryDirectory(
        prefix="wtspec-fuzz-", dir=MEMORY if MEMORY.is_dir() else None
    )
    home = Path(made.name) / "specs"
    shutil.copytree(CONFIGS / "layers", home / "layers")
    shutil.copy(CONFIGS / "trunk.yaml", home)
    return made


def folder() -> Path:
    """A folder of this process's own, with what the configs extend and import."""
    return Path(_made().name) / "specs"


def validate(
    path: Path, overrides: tuple[tuple[str, object], ...] = ()
) -> tuple[Checked | None, str]:
    """What `wtspec validate` makes of a file: its program if it has no errors, and what it says.

    Raises:
        FindingError: Something is wrong with what it says.
    """
    try:
        checked = check_file(path, overrides, folder())
    except SpecError as error:
        check_diagnostics(error.diagnostics)
        return None, render_json(error.diagnostics)
    check_diagnostics(checked.warnings, "warning")
    return checked, render_json(checked.warnings)
