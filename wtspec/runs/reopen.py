"""Takes up a finished run again, from its resolved spec, its weights and what it learned."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from wtspec.data.prepare import Preparer
from wtspec.model import load_weights
from wtspec.runs.assemble import Assembly, assemble
from wtspec.runs.checks.check_folder import check_finished
from wtspec.runs.preprocessing import Preprocessing, read_preprocessing
from wtspec.spec import Spec
from wtspec.stages import Checked, check, load

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, slots=True)
class Reopened:
    """A run as it ended.

    Attributes:
        model: With its trained weights, compiled.
        learned: What was learned about the data.
        looked_at: Shapes of rows for which the model was traced to look at its outputs.
    """

    folder: Path
    assembly: Assembly
    model: keras.Model
    learned: Preprocessing
    looked_at: set[tuple[tuple[int, ...], ...]] = field(
        default_factory=set[tuple[tuple[int, ...], ...]]
    )

    @property
    def checked(self) -> Checked:
        """The resolved spec."""
        return self.assembly.checked

    @property
    def preparer(self) -> Preparer:
        """What makes columns arrays, as in training."""
        return self.assembly.preparer(self.learned.learned)


def reopen(folder: Path) -> Reopened:
    """The run that a folder records, with its trained model.

    Its source is generated anew from the resolved spec; the `source.py` that lies there is for
    reading.

    Raises:
        SpecError: `no-run`, `unfinished-run`, `outside-root`, `unreadable-file`; what is wrong with
            the files.
    """
    check_finished(folder)
    learned = read_preprocessing(folder / "preprocessing.json")
    assembly = assemble(check(resolved_spec(folder)))
    model = assembly.build(learned.sizes)
    load_weights(model, folder / "weights.safetensors")
    assembly.compile(model, learned.lengths)
    return Reopened(folder, assembly, model, learned)


def resolved_spec(folder: Path) -> Spec:
    """The spec of a run, with what it was made from merged in.

    Raises:
        SpecError: What is wrong with the file.
    """
    return load(folder / "config.resolved.yaml", root=folder)
