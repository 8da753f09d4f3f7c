"""Looks whether a folder is that of a run, before anything in it is read."""

from __future__ import annotations

from pathlib import Path

from wtspec.errors import Diagnostic, SpecError, did_you_mean
from wtspec.runs.checks.check_link import check_link

_NEEDED = ("config.resolved.yaml", "preprocessing.json")


def check_folder(folder: Path) -> None:
    """Refuses what is no run's folder; the run may go on still, or have died.

    Raises:
        SpecError: `no-run`.
    """
    try:
        is_file, is_folder = folder.is_file(), folder.is_dir()
    except (OSError, ValueError) as error:
        raise SpecError(Diagnostic("no-run", f"`{folder}` is no path: {error}")) from error
    if is_file:
        message = f"`{folder}` is a file, and a run is a folder"
        raise SpecError(Diagnostic("no-run", message, help=_run_of(folder)))
    if not is_folder:
        near = did_you_mean(folder.name, _folders(folder.parent))
        raise SpecError(Diagnostic("no-run", f"there is no run `{folder}`", help=near))
    if _missing(folder) == list(_NEEDED) and not (folder / "weights.safetensors").is_file():
        message = f"`{folder}` records no run"
        raise SpecError(Diagnostic("no-run", message, help=_meant(_last_run(folder))))


def check_begun(folder: Path) -> None:
    """Refuses a run that ended before its model was made.

    Raises:
        SpecError: `no-run`, `unfinished-run`, `outside-root`.
    """
    check_folder(folder)
    missing = _missing(folder)
    if missing:
        message = f"the run `{folder}` ended before it began to train: it has no `{missing[0]}`"
        help = "run the spec again, or name a run that was trained"
        raise SpecError(Diagnostic("unfinished-run", message, help=help))
    for name in _NEEDED:
        check_link(folder / name)


def _missing(folder: Path) -> list[str]:
    return [name for name in _NEEDED if not (folder / name).is_file()]


def _run_of(file: Path) -> str | None:
    """What to name instead of a file: the run that it lies in, or the last one of a spec."""
    if (file.parent / _NEEDED[0]).is_file():
        return _meant(file.parent)
    last = _last_run(Path("runs", file.stem))
    if last is None and file.suffix in {".yaml", ".yml"}:
        return f"`wtspec run {file}` makes one"
    return _meant(last)


def _last_run(folder: Path) -> Path | None:
    """The run of the highest number in the folder of all runs of a spec."""
    numbers = [name for name in _folders(folder) if (folder / name / _NEEDED[0]).is_file()]
    return folder / max(numbers, key=lambda name: (len(name), name)) if numbers else None


def _meant(run: Path | None) -> str | None:
    return f"did you mean `{run}`?" if run is not None else None


def _folders(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in folder.iterdir() if entry.is_dir()]
    except OSError:
        return []
