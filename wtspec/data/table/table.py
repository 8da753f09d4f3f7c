"""A table, and what to make of each of its columns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from unicodedata import category

import numpy as np

from wtspec.data.table.columns import Column, LeftOut, Target
from wtspec.data.table.numbers import number_column
from wtspec.data.table.read import SeenColumns, read_seen
from wtspec.data.table.relations import find_group, tell_target
from wtspec.data.table.targets import find_target, unusable
from wtspec.data.table.texts import text_column
from wtspec.errors import Diagnostic, SpecError, did_you_mean, one_of
from wtspec.sources.dialect import Dialect


@dataclass(frozen=True, slots=True)
class JudgedTable:
    """A table of which one column is predicted from the others.

    Attributes:
        kind: Of its file: `csv`, `parquet`, `npz`.
        dialect: Of a CSV file.
        rows: How many were looked at.
        is_whole: Whether these are all that there are.
        columns: To predict from.
        group: The column that says which rows belong together, if one plainly does.
        telling: The columns that say the target by themselves.
        has_header: Whether a CSV file's first line may be one, and holds no values.
    """

    kind: str
    dialect: Dialect
    rows: int
    is_whole: bool
    columns: tuple[Column, ...]
    target: Target
    left_out: tuple[LeftOut, ...]
    group: str | None
    telling: tuple[str, ...]
    has_header: bool = True


def read_table(file: Path, target: str | None) -> JudgedTable:
    """Looks at a table.

    Args:
        file: A CSV file with a header, or one of another format.
        target: The column to predict; the last one if None.

    Raises:
        SpecError: What `read_source` raises; `unknown-column`, `unusable-target`, `no-predictors`.
    """
    seen = read_seen(file)
    arrays = seen.arrays
    name = _target_name(file, [*arrays], target)
    if not is_sayable(name):
        raise unusable(name, "a name that formulas can't say")
    wanted = find_target(name, arrays[name])
    group = find_group(arrays, [one for one in arrays if one != name])
    judged = [judge(one, values) for one, values in arrays.items() if one not in (name, group)]
    columns = tuple(one for one in judged if isinstance(one, Column))
    if not columns:
        message = f"`{file}` has no column to predict `{name}` from"
        expected = "another column whose values differ"
        raise SpecError(Diagnostic("no-predictors", message, expected=expected))
    telling = tell_target(arrays, [one.name for one in columns], wanted)
    left_out = [one for one in judged if isinstance(one, LeftOut)]
    return _table(seen, columns, wanted, tuple(left_out), group, telling)


def _table(
    seen: SeenColumns,
    columns: tuple[Column, ...],
    target: Target,
    left_out: tuple[LeftOut, ...],
    group: str | None,
    telling: tuple[str, ...],
) -> JudgedTable:
    rows = len(next(iter(seen.arrays.values())))
    facts = (seen.kind, seen.dialect, rows, seen.is_whole)
    return JudgedTable(*facts, columns, target, left_out, group, telling, seen.has_header)


def judge(name: str, values: np.ndarray) -> Column | LeftOut:
    """What a column is good for."""
    if not name:
        return LeftOut(name, "has no name")
    if not is_sayable(name):
        return LeftOut(name, "has a name that formulas can't say")
    if values.dtype.kind == "O":
        return text_column(name, values)
    if values.dtype.kind in "fiub":
        return number_column(name, values)
    return LeftOut(name, f"holds {values.dtype}")


def is_sayable(name: str) -> bool:
    """Whether a formula can name a column: it holds no control characters."""
    return not any(category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in name)


def _target_name(file: Path, names: list[str], target: str | None) -> str:
    if target is None:
        return names[-1]
    if target not in names:
        message = f"`{file}` has no column `{target}`"
        near = did_you_mean(target, names)
        raise SpecError(Diagnostic("unknown-column", message, None, one_of(names), help=near))
    return target
