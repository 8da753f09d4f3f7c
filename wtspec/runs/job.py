"""Everything that a training needs, ready to begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from wtspec.data.columns import column_types
from wtspec.data.learned import Learned
from wtspec.data.parts import read_parts
from wtspec.data.rows import Rows
from wtspec.model import Row, constrain, load_pretrained, weight_rows
from wtspec.program.program import Program
from wtspec.program.training import Training
from wtspec.runs.assemble import Assembly, assemble, lengths
from wtspec.runs.checks.check_complete import check_complete
from wtspec.runs.checks.check_ids import check_ids
from wtspec.runs.checks.check_targets import check_targets
from wtspec.runs.checks.check_unchanged import fingerprint_of
from wtspec.runs.learn_sizes import sizes_of
from wtspec.runs.preprocessing import Preprocessing
from wtspec.stages import Checked
from wtspec.train.length import Length, training_length

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, slots=True)
class Job:
    """A training that can begin: its rows and its model are checked.

    Attributes:
        model: Compiled, with its first weights.
        weights: The table of these.
        parts: Rows by part.
        learned: What was learned about the data.
    """

    assembly: Assembly
    model: keras.Model
    weights: tuple[Row, ...]
    parts: Mapping[str, Rows]
    length: Length
    learned: Preprocessing

    @property
    def program(self) -> Program:
        """What is trained."""
        return self.assembly.checked.program


def make_job(checked: Checked, data: Mapping[str, ArrayLike] | None, data_root: Path | None) -> Job:
    """Reads and prepares the rows, and makes the model.

    Args:
        checked: A spec with `model`, `data` and `train`.
        data: Columns that stand in for the spec's `source`.
        data_root: No data file may lie outside it; the spec's own root by default.

    Raises:
        SpecError: Everything that a spec or its data can be at fault for.
    """
    training = check_complete(checked)
    assembly, parts, length, learned = _read(checked, training, data, data_root)
    model = first_model(assembly, learned)
    check_ids(assembly, model, parts.values())
    check_targets(assembly.code, model, parts)
    return Job(assembly, model, weight_rows(assembly.code, model), parts, length, learned)


def _read(
    checked: Checked,
    training: Training,
    data: Mapping[str, ArrayLike] | None,
    data_root: Path | None,
) -> tuple[Assembly, dict[str, Rows], Length, Preprocessing]:
    """The rows as the model is given them, and what was learned about them; columns go."""
    program, document = checked.program, checked.spec.document
    tables = read_parts(program, document, data_root or document.root, data)
    assembly = assemble(checked)
    preparer = assembly.preparer(Learned())
    parts = {name: preparer.rows(part) for name, part in tables.items()}
    length = _length(program, training, parts["train"])
    learned = Preprocessing(
        preparer.learned,
        sizes_of(program, preparer.learned, parts["train"]),
        column_types(tables["train"].columns),
        lengths(length),
        given=data is not None,
        parts={name: fingerprint_of(program, part) for name, part in tables.items()},
    )
    return assembly, parts, length, learned


def first_model(assembly: Assembly, learned: Preprocessing) -> keras.Model:
    """The model with the weights that a training begins with, compiled."""
    model = assembly.build(learned.sizes)
    load_pretrained(assembly.code, model, assembly.checked.spec.document.root)
    assembly.compile(model, learned.lengths)
    with assembly.locating():
        constrain(model)
    return model


def _length(program: Program, training: Training, rows: Rows) -> Length:
    settings = program.settings
    return training_length(
        rows.count,
        settings.batch_size,
        training.accumulate,
        drop_remainder=settings.drop_remainder,
        epochs=training.epochs,
        steps=training.steps,
    )
