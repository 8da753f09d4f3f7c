"""Takes up a finished run again, from its resolved spec, its weights and what it learned."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wtspec.data.prepare import Preparer
from wtspec.errors import Diagnostic, SpecError, did_you_mean
from wtspec.model import load_weights
from wtspec.runs.assemble import Assembly, assemble
from wtspec.runs.checks.check_link import check_link
from wtspec.runs.preprocessing import Preprocessing, read_preprocessing
from wtspec.stages import Checked, check, load

if TYPE_CHECKING:
    import keras

_NEEDED = ("config.resolved.yaml", "preprocessing.json", "weights.safetensors")


@dataclass(frozen=True, slots=True)
class Reopened:
    """A run as it ended.

    Attributes:
        model: With its trained weights, compiled.
        learned: What was learned about the data.
    """

    folder: Path
    assembly: Assembly
    model: keras.Model
    learned: Preprocessing

    @property
    def checked(self) -> Checked:
        """The resolved spec."""
        return self.assembly.checked

    @property
    def preparer(self) -> Preparer:
        """What makes columns arrays, as in training."""
        return self.assembly.preparer(self.learned.learned)


def open_run(folder: Path) -> keras.Model:
    """The trained model of a run, compiled.

    Its source is generated anew from the resolved spec; the `source.py` that lies there is for
    reading.

    Raises:
        SpecError: `no-run`, `unfinished-run`, `outside-root`, `unreadable-file`; what is wrong with
            the files.
    """
    return reopen(folder).model


def reopen(folder: Path) -> Reopened:
    """The run that a folder records; raises as `open_run` does."""
    _check_folder(folder)
    learned = read_preprocessing(folder / "preprocessing.json")
    assembly = assemble(check(load(folder / "config.resolved.yaml", root=folder)))
    model = assembly.build(learned.sizes)
    load_weights(model, folder / "weights.safetensors")
    assembly.compile(model, learned.lengths)
    return Reopened(folder, assembly, model, learned)


def _check_folder(folder: Path) -> None:
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
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    if missing == list(_NEEDED):
        message = f"`{folder}` records no run"
        raise SpecError(Diagnostic("no-run", message, help=_meant(_last_run(folder))))
    if missing:
        message = f"the run `{folder}` did not finish: it has no `{missing[0]}`"
        help = "run the spec again, or name a run that finished"
        raise SpecError(Diagnostic("unfinished-run", message, help=help))
    for name in _NEEDED:
        check_link(folder / name)


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
