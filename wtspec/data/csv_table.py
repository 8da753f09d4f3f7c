"""Looks at a CSV file: what its columns hold, and which of them is to be predicted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from wtspec.data.readers.read_source import read_source
from wtspec.errors import Diagnostic, SpecError, did_you_mean, one_of
from wtspec.sources.dialect import Dialect
from wtspec.sources.request import SourceRequest

_SEPARATORS = ",;\t|"
_MOST_CLASSES = 20
_LEAST_ROWS_OF_A_CLASS = 10


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        is_text: Whether it holds text, not numbers.
        has_gaps: Whether values are missing.
        classes: How many different values it holds.
    """

    name: str
    is_text: bool
    has_gaps: bool
    classes: int


@dataclass(frozen=True, slots=True)
class Target:
    """The column to be predicted.

    Attributes:
        is_label: Whether it tells classes, not amounts.
        is_even: Whether each class has rows enough to be in every part of a split.
        mean: Of an amount; 0 for a label.
        std: Likewise, 1 for a label.
    """

    column: Column
    is_label: bool
    is_even: bool
    mean: float = 0.0
    std: float = 1.0


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV file.

    Attributes:
        numbers: The columns of numbers to predict from; `texts` those of text.
        skipped: Columns that say nothing: without a name, of one value, of another text a row.
    """

    separator: str
    rows: int
    numbers: tuple[Column, ...]
    texts: tuple[Column, ...]
    target: Target
    skipped: tuple[str, ...]


def read_table(file: Path, target: str | None) -> CsvTable:
    """What a file holds.

    Args:
        file: With a header.
        target: The column to predict; the last one if None.

    Raises:
        SpecError: What `read_source` raises; `unknown-column`, `unusable-target`, `no-predictors`.
    """
    separator = _separator(file)
    source = SourceRequest(
        "csv", paths=(file.name,), folder=file.parent, dialect=Dialect(separator)
    )
    arrays = read_source(source, file.parent).arrays
    name = _target_name(file, [*arrays], target)
    rows = len(arrays[name])
    columns = [_column(one, values) for one, values in arrays.items() if one != name]
    used = [column for column in columns if _says_something(column, rows)]
    if not used:
        message = f"`{file}` has no column to predict `{name}` from"
        expected = "another column whose values differ"
        raise SpecError(Diagnostic("no-predictors", message, expected=expected))
    return CsvTable(
        separator=separator,
        rows=rows,
        numbers=tuple(column for column in used if not column.is_text),
        texts=tuple(column for column in used if column.is_text),
        target=_target(_column(name, arrays[name]), arrays[name]),
        skipped=tuple(column.name for column in columns if column not in used),
    )


def _separator(file: Path) -> str:
    """The one that is most often in the header."""
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as opened:
            header = opened.readline(2**20)
    except OSError:
        return ","  # what is wrong with the file is said where it is read
    return max(_SEPARATORS, key=header.count)


def _target_name(file: Path, names: list[str], target: str | None) -> str:
    if target is None:
        return names[-1]
    if target not in names:
        message = f"`{file}` has no column `{target}`"
        near = did_you_mean(target, names)
        raise SpecError(Diagnostic("unknown-column", message, None, one_of(names), help=near))
    return target


def _column(name: str, values: np.ndarray) -> Column:
    is_text = values.dtype.kind == "O"
    known = _known(values)
    return Column(name, is_text, len(known) < len(values), len(np.unique(known)))


def _known(values: np.ndarray) -> np.ndarray:
    if values.dtype.kind == "O":
        text = values.astype(str)
        return text[text != ""]
    return values[np.isfinite(values)]


def _says_something(column: Column, rows: int) -> bool:
    is_name = column.is_text and column.classes > max(_MOST_CLASSES, rows // 2)
    return bool(column.name) and column.classes > 1 and not is_name


def _target(column: Column, values: np.ndarray) -> Target:
    known = _known(values)
    _check_target(column, len(known))
    if not _is_label(column, known):
        mean, std = float(known.mean()), float(known.std())
        return Target(column, is_label=False, is_even=False, mean=mean, std=std)
    _, counts = np.unique(known, return_counts=True)
    is_even = not column.has_gaps and counts.min() >= _LEAST_ROWS_OF_A_CLASS
    return Target(column, is_label=True, is_even=bool(is_even))


def _check_target(column: Column, rows: int) -> None:
    if column.classes < 2:
        reason = "the same value in every row" if column.classes else "no value in any row"
    elif column.is_text and column.classes > max(_MOST_CLASSES, rows // 2):
        reason = "another text in nearly every row"
    else:
        return
    message = f"the column `{column.name}` can't be predicted: it has {reason}"
    help = "name another column with `--target`"
    raise SpecError(Diagnostic("unusable-target", message, help=help))


def _is_label(column: Column, known: np.ndarray) -> bool:
    if column.is_text or known.dtype.kind == "b":
        return True
    is_whole = bool((known == np.round(known)).all())
    return is_whole and column.classes <= min(_MOST_CLASSES, max(2, len(known) // 5))
