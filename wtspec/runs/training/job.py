"""Everything that a training needs, ready to begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from numpy.typing import ArrayLike

from wtspec.data.labels.class_factors import factors_of, factors_text
from wtspec.data.labels.labels import labels_of
from wtspec.data.learn.files import nothing_learned
from wtspec.data.part import Part
from wtspec.data.parts import AnyPart, read_parts
from wtspec.data.rows import Rows
from wtspec.model import Row, constrain, load_pretrained, weight_rows
from wtspec.model.processes.agree import all_say
from wtspec.program.program import Program
from wtspec.program.training import Training
from wtspec.runs.assemble import Assembly, assemble, lengths
from wtspec.runs.checks.check_complete import check_complete
from wtspec.runs.checks.check_ids import check_ids
from wtspec.runs.checks.check_installed import check_installed
from wtspec.runs.checks.check_same_rows import check_same_counts, check_same_rows
from wtspec.runs.checks.check_targets import check_targets
from wtspec.runs.learn_sizes import sizes_of
from wtspec.runs.outcomes.kept_columns import kept_columns
from wtspec.runs.part_rows import (
    begin_rows,
    fingerprints_of,
    settle_rows,
    types_of,
)
from wtspec.runs.preprocessing import Preprocessing
from wtspec.runs.resuming.check_data import check_data
from wtspec.runs.training.uneven_batches import uneven_text
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
        data_root: No data file may lie outside it.
        remarks: What is not as it was when the run began, and which rows are left out.
        columns: Of the rows of which outcomes will be told, as their source has them.
    """

    assembly: Assembly
    model: keras.Model
    weights: tuple[Row, ...]
    parts: Mapping[str, Rows]
    length: Length
    learned: Preprocessing
    data_root: Path
    remarks: tuple[str, ...] = ()
    columns: AnyPart | None = None

    @property
    def program(self) -> Program:
        """What is trained."""
        return self.assembly.checked.program


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of a run that goes on.

    Attributes:
        learned: What it learned about its data.
        has_state: Whether a state of it was saved.
        allow_changed_data: Whether its data may be others.
    """

    learned: Preprocessing
    has_state: bool
    allow_changed_data: bool


def make_job(
    checked: Checked,
    data: Mapping[str, ArrayLike] | None,
    data_root: Path | None,
    before: Before | None = None,
) -> Job:
    """Reads and prepares the rows, and makes the model.

    Args:
        checked: A spec with `model`, `data` and `train`.
        data: Columns that stand in for the spec's `source`.
        data_root: No data file may lie outside it; the spec's own root by default.
        before: What a run learned and began with, where it goes on.

    Raises:
        SpecError: Everything that a spec or its data can be at fault for.
    """
    training = check_complete(checked)
    check_installed(training)
    assembly = assemble(checked)
    root = data_root or checked.spec.document.root
    began = _read(assembly, data, root, before)
    length = _length(checked.program, training, began.parts["train"])
    learned = replace(began.learned, lengths=lengths(length))
    model = first_model(assembly, learned, is_fresh=before is None or not before.has_state)
    preparer, looks = assembly.preparer(learned.learned), {}
    look = partial(check_ids, assembly, model, looks=looks)
    parts, prints = settle_rows(preparer, began.parts, look, agree=all_say)
    labels = labels_of(checked.program, learned.learned)
    factors = factors_of(checked.program, parts["train"], labels)
    prints = {**learned.parts, **prints}
    check_same_rows(checked.spec.document, prints)
    learned = replace(learned, labels=labels, class_weight=factors, parts=prints)
    check_targets(assembly.code, model, parts, learned)
    table = weight_rows(assembly.code, model)
    stream = parts["train"].stream
    remarks = began.remarks if stream is None else (*began.remarks, stream.told)
    if training.class_weight == "balanced":
        remarks = (*remarks, factors_text(factors, labels.get("")))
    settings = checked.program.settings
    remarks = (*remarks, *uneven_text(settings.mesh, settings.batch_size, assembly.mesh))
    return Job(assembly, model, table, parts, length, learned, root, remarks, began.columns)


class _Began(NamedTuple):
    """What is known of the rows before there is a model.

    Attributes:
        parts: As `begin_rows` gives them.
        learned: From them.
        remarks: What has changed in them.
        columns: See `Job`.
    """

    parts: dict[str, Rows]
    learned: Preprocessing
    remarks: tuple[str, ...] = ()
    columns: AnyPart | None = None


def _read(
    assembly: Assembly,
    data: Mapping[str, ArrayLike] | None,
    data_root: Path,
    before: Before | None,
) -> _Began:
    """The rows, what was learned about them, what has changed. Most of their columns go."""
    program, document = assembly.checked.program, assembly.checked.spec.document
    known = nothing_learned(program, data_root) if before is None else before.learned.learned
    preparer = assembly.preparer(known)
    streamed = None if before is None else before.learned.streamed
    tables = read_parts(
        program, document, data_root, data, preparer.mask, streamed=streamed, agree=all_say
    )
    check_same_counts(document, tables)
    told = tuple(one for part in tables.values() for one in part.told)
    kept = kept_columns(program, tables)
    in_memory = {name: part for name, part in tables.items() if isinstance(part, Part)}
    if before is not None:
        learned, allowed = before.learned, before.allow_changed_data
        prints = fingerprints_of(program, tables)
        changed = check_data(document, tables, prints, learned.parts, allow_changed_data=allowed)
        _, rows = begin_rows(preparer, tables)
        return _Began(rows, replace(learned, parts=prints), (*changed, *told), kept)
    preparer, rows = begin_rows(preparer, tables)
    learned = Preprocessing(
        preparer.learned,
        sizes_of(program, preparer.learned, rows["train"]),
        types_of(tables["train"]),
        given=data is not None,
        parts=fingerprints_of(program, in_memory),
        streamed=len(in_memory) < len(tables),
    )
    return _Began(rows, learned, told, kept)


def first_model(
    assembly: Assembly, learned: Preprocessing, *, is_fresh: bool = True
) -> keras.Model:
    """The model with the weights that a training begins with, compiled.

    Args:
        assembly: The spec as code.
        learned: What its data told.
        is_fresh: Whether these weights are used; else no file of pretrained ones is read.
    """
    model = assembly.build(learned.sizes)
    if is_fresh:
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
