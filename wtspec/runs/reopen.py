"""Takes up a finished run again, from its resolved spec, its weights and what it learned."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from wtspec.data.prepare import Preparer
from wtspec.runs.assemble import Assembly, assemble
from wtspec.runs.checkpoints.which import put_asked_weights
from wtspec.runs.checks.check_folder import check_begun
from wtspec.runs.preprocessing import Preprocessing, read_preprocessing
from wtspec.spec import Spec
from wtspec.stages import Checked, check, load

if TYPE_CHECKING:
    import keras

    from wtspec.model.lookups import Look
    from wtspec.runs.checks.check_ids import Shapes


@dataclass(frozen=True, slots=True)
class Reopened:
    """A run as it ended.

    Attributes:
        model: With its trained weights, compiled.
        learned: What was learned about the data.
        told: Which weights these are, where they are not the final ones.
        looked_at: Shapes of rows for which the model was traced to look at its outputs.
        looks: What tells the lookups of rows of some shapes.
    """

    folder: Path
    assembly: Assembly
    model: keras.Model
    learned: Preprocessing
    told: str | None = None
    looked_at: set[tuple[tuple[int, ...], ...]] = field(
        default_factory=set[tuple[tuple[int, ...], ...]]
    )
    looks: dict[Shapes, Look | None] = field(default_factory=dict["Shapes", "Look | None"])

    @property
    def checked(self) -> Checked:
        """The resolved spec."""
        return self.assembly.checked

    @property
    def preparer(self) -> Preparer:
        """What makes columns arrays, as in training."""
        return self.assembly.preparer(self.learned.learned)


def reopen(folder: Path, checkpoint: str | None = None) -> Reopened:
    """The run that a folder records, with its trained model.

    Its source is generated anew from the resolved spec; the `source.py` that lies there is for
    reading.

    Args:
        folder: Of a run; one that goes on, or has died, is taken as its last checkpoint has it.
        checkpoint: Which state to take: `last`, `best`, or an epoch that one was saved after.

    Raises:
        SpecError: `no-run`, `unfinished-run`, `no-checkpoint`, `outside-root`, `unreadable-file`;
            what is wrong with the files.
    """
    check_begun(folder)
    learned = read_preprocessing(folder / "preprocessing.json")
    assembly = assemble(check(resolved_spec(folder)), elsewhere=True)
    model = assembly.build(learned.sizes)
    told = put_asked_weights(model, folder, checkpoint)
    assembly.compile(model, learned.lengths)
    return Reopened(folder, assembly, model, learned, told)


def resolved_spec(folder: Path) -> Spec:
    """The spec of a run, with what it was made from merged in.

    Raises:
        SpecError: What is wrong with the file.
    """
    return load(folder / "config.resolved.yaml", root=folder)
