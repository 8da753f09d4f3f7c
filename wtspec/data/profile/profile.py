"""All that can be said of a data section's rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from wtspec.data.columns_read import columns_read, only_column
from wtspec.data.part import Part
from wtspec.data.parts import AnyPart
from wtspec.data.prepare import Preparer
from wtspec.data.profile.drift import Drift, find_drift
from wtspec.data.profile.labels import LabelCount, count_classes
from wtspec.data.profile.repeated import count_repeated, row_marks
from wtspec.data.profile.summaries import (
    ArraySummary,
    ColumnSummary,
    missing,
    summarize_array,
    summarize_column,
)
from wtspec.data.rows import Rows, by_name
from wtspec.data.streams.sample import sampled


@dataclass(frozen=True, slots=True)
class PartProfile:
    """The rows of one part.

    Attributes:
        rows: All of them.
        seen: How many were looked at.
        arrays: What the model is given: by role, `input`, `target` or `weights`.
        columns: Those that formulas read.
        repeated: How many of those are among the training rows that were, too, target and all.
    """

    rows: int
    seen: int
    arrays: tuple[tuple[str, ArraySummary], ...]
    columns: tuple[ColumnSummary, ...]
    repeated: int


@dataclass(frozen=True, slots=True)
class FirstRows:
    """A few rows.

    Attributes:
        numbers: Each row's place in its source.
        columns: As the source has them.
        arrays: As the model gets them, by role and name.
    """

    numbers: np.ndarray
    columns: Mapping[str, np.ndarray]
    arrays: Mapping[tuple[str, str], np.ndarray]


@dataclass(frozen=True, slots=True)
class Profile:
    """What a data section gives.

    Attributes:
        labels: By the target's name; none of an amount.
        drift: Of the columns that inputs and targets are made of.
        first: The first rows of a part.
        told: What was not looked at, in a sentence each.
    """

    origin: str
    parts: Mapping[str, PartProfile]
    labels: Mapping[str, tuple[LabelCount, ...]]
    drift: tuple[Drift, ...]
    first: FirstRows
    told: tuple[str, ...] = ()


def profile(preparer: Preparer, given: Mapping[str, AnyPart], shown: str, rows: int) -> Profile:
    """Looks at all rows; of those that do not fit in memory at some.

    Args:
        preparer: Learns from the training rows here.
        given: The rows as the source has them, by part, `train` first.
        shown: The part whose first rows are wanted.
        rows: How many of them.

    Raises:
        SpecError: What is wrong with the rows.
    """
    tables = {name: sampled(part) for name, part in given.items()}
    prepared = {name: preparer.rows(part) for name, part in tables.items()}
    marks = {name: row_marks(rows) for name, rows in prepared.items()}
    known = frozenset(marks["train"])
    parts = {
        name: _part(
            preparer, part, prepared[name], given[name].count, count_repeated(known, marks[name])
        )
        for name, part in tables.items()
    }
    return Profile(
        tables["train"].columns.origin,
        parts,
        _labels(preparer, tables, prepared),
        tuple(_drift(preparer, tables)),
        _first(preparer, tables[shown], prepared[shown], rows),
        tuple(dict.fromkeys(told for part in tables.values() for told in part.told)),
    )


def _part(preparer: Preparer, part: Part, prepared: Rows, rows: int, repeated: int) -> PartProfile:
    formulas = {(role, name): formula for role, name, formula in _formulas(preparer)}
    arrays = tuple(
        (
            role,
            summarize_array(
                name, array, _missing(columns_read(formulas[role, name], part.columns.arrays), part)
            ),
        )
        for (role, name), array in _arrays(preparer, prepared).items()
    )
    columns = tuple(
        summarize_column(name, part.columns.arrays[name]) for name in _read(preparer, part)
    )
    return PartProfile(rows, prepared.count, arrays, columns, repeated)


def _formulas(preparer: Preparer) -> list:
    data = preparer.data
    roles = (("input", data.inputs), ("target", data.each_target), ("weights", data.each_weight))
    return [(role, name, formula) for role, formulas in roles for name, formula in formulas]


def _arrays(preparer: Preparer, rows: Rows) -> dict[tuple[str, str], np.ndarray]:
    """All that the model is given, by role and name."""
    only = preparer.data.inputs[0][0] if preparer.data.inputs else ""
    inputs = by_name(rows.inputs, only)
    found = {("input", name): array for name, array in inputs.items()}
    if rows.targets is not None:
        found |= {("target", name): array for name, array in by_name(rows.targets).items()}
    return found if rows.weights is None else {**found, ("weights", ""): rows.weights}


def _read(preparer: Preparer, part: Part) -> list[str]:
    """The columns that formulas read, in the source's order."""
    read = {
        name for _, _, one in _formulas(preparer) for name in columns_read(one, part.columns.arrays)
    }
    return [name for name in part.columns.arrays if name in read]


def _missing(names: Iterable[str], part: Part) -> float:
    gaps = [missing(part.columns.arrays[name]) for name in dict.fromkeys(names)]
    cells = sum(one.size for one in gaps)
    return sum(int(one.sum()) for one in gaps) / cells if cells else 0.0


def _labels(
    preparer: Preparer, tables: Mapping[str, Part], prepared: Mapping[str, Rows]
) -> dict[str, tuple[LabelCount, ...]]:
    found: dict[str, tuple[LabelCount, ...]] = {}
    for name, formula in preparer.data.each_target:
        column = only_column(((name, formula),))
        targets = {part: _arrays(preparer, rows)["target", name] for part, rows in prepared.items()}
        columns = (
            None if column is None else {p: t.columns.arrays[column] for p, t in tables.items()}
        )
        labels = count_classes(targets, columns)
        if labels:
            found[name] = labels
    return found


def _drift(preparer: Preparer, tables: Mapping[str, Part]) -> Iterable[Drift]:
    train = tables["train"]
    for part, table in tables.items():
        for name in _read(preparer, train) if part != "train" else ():
            found = find_drift(name, part, train.columns.arrays[name], table.columns.arrays[name])
            if found is not None:
                yield found


def _first(preparer: Preparer, part: Part, prepared: Rows, rows: int) -> FirstRows:
    return FirstRows(
        part.numbers[:rows],
        {name: part.columns.arrays[name][:rows] for name in _read(preparer, part)},
        {key: array[:rows] for key, array in _arrays(preparer, prepared).items()},
    )
