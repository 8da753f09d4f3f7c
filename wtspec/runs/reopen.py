"""Takes up a finished run again, from its resolved spec, its weights and what it learned."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wtspec.build import load_weights
from wtspec.errors import Diagnostic, SpecError, did_you_mean
from wtspec.runs.assemble import Assembly, assemble
from wtspec.runs.prepare import Preparer
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
        SpecError: `no-run`, `unfinished-run`, `unreadable-file`; what is wrong with the files.
    """
    return reopen(folder).model


def reopen(folder: Path) -> Reopened:
    """The run that a folder records; raises as `open_run` does."""
    _check_folder(folder)
    learned = read_preprocessing(folder / "preprocessing.json")
    assembly = assemble(check(load(folder / "config.resolved.yaml", root=folder)))
    model = assembly.build(learned.classes, learned.shapes)
    load_weights(model, folder / "weights.safetensors")
    assembly.compile(model, learned.lengths)
    return Reopened(folder, assembly, model, learned)


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        near = did_you_mean(folder.name, _names(folder.parent))
        raise SpecError(Diagnostic("no-run", f"there is no run `{folder}`", help=near))
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    if missing == list(_NEEDED):
        numbers = [name for name in _names(folder) if (folder / name / _NEEDED[0]).is_file()]
        text = f"did you mean `{folder / max(numbers)}`?" if numbers else None
        raise SpecError(Diagnostic("no-run", f"`{folder}` records no run", help=text))
    if missing:
        message = f"the run `{folder}` did not finish: it has no `{missing[0]}`"
        help = "run the spec again, or name a run that finished"
        raise SpecError(Diagnostic("unfinished-run", message, help=help))


def _names(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
