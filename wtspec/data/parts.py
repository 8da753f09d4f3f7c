"""Reads a spec's data and divides it into what trains, validates and tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from wtspec.data.check_split import check_batch_size, check_split
from wtspec.data.columns import Columns, columns_from_arrays, unknown_column
from wtspec.data.dividing.divide import divide, fractions_of, key_of
from wtspec.data.dividing.part_sizes import PARTS
from wtspec.data.readers.in_windows import in_windows
from wtspec.data.readers.read_source import read_source
from wtspec.data.split import rows_by_part
from wtspec.document import Document
from wtspec.errors import Diagnostic, Report, SpecError
from wtspec.errors.memory import memory_at
from wtspec.program.program import Program

Keep = Callable[[Columns], np.ndarray]
"""Says of each row whether it is used."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some rows of a source.

    Attributes:
        columns: These rows.
        numbers: Each row's place in the source.
        told: What became of other rows, in a sentence each.
    """

    columns: Columns
    numbers: np.ndarray
    told: tuple[str, ...] = ()


def whole(columns: Columns) -> Part:
    """All rows of a source."""
    return Part(columns, np.arange(columns.rows))


def read_parts(
    program: Program,
    document: Document,
    data_root: Path,
    data: Mapping[str, ArrayLike] | None = None,
    keep: Keep | None = None,
) -> dict[str, Part]:
    """The rows of `train`, and of `validation` and `test` where the spec has them.

    Args:
        program: Says what to read, and how it is divided.
        document: Where it says so.
        data_root: No file may lie outside it.
        data: Columns that stand in for the spec's `source`.
        keep: Says which rows are used, where not all are.

    Raises:
        SpecError: What `read_source`, `keep` and `divide` raise; `empty-training-split`,
            `no-batches`, `no-rows-left`, `unknown-column`.
    """
    settings = program.settings
    read = {
        part: read_source(source, data_root, settings.split_seed, document.span("data", part))
        for part, source in program.sources.items()
        if part != "source" or data is None
    }
    if data is not None:
        span = document.span("data", "source")
        read["source"] = in_windows(columns_from_arrays(data), program.sources["source"], span)
    used = {part: _used(one, document, keep) for part, one in read.items()}
    numbers, told = used.pop("source")
    with memory_at("the parts of the data", document.span("data", "split")):
        parts = _split(program, document, read["source"], numbers, told)
    for part, (numbers, told) in used.items():
        parts[part] = _part(read[part], numbers, told)
    report = Report()
    check_batch_size(
        parts["train"].columns.rows,
        settings.batch_size,
        program.training.accumulate if program.training is not None else 1,
        settings.drop_remainder,
        report,
        document.span("data", "batch_size"),
    )
    report.check()
    return {part: parts[part] for part in PARTS if part in parts}


def keep_rows(columns: Columns, document: Document, keep: Keep | None) -> Part:
    """The rows that are used of a source.

    Raises:
        SpecError: `no-rows-left`; what `keep` raises.
    """
    return _part(columns, *_used(columns, document, keep))


def _used(
    columns: Columns, document: Document, keep: Keep | None
) -> tuple[np.ndarray, tuple[str, ...]]:
    """The places of the rows that are used, and what is told of the others."""
    if keep is None or document.find("data", "rows") is None:
        return np.arange(columns.rows), columns.told
    numbers = np.flatnonzero(keep(columns))
    dropped, of = columns.rows - len(numbers), f"{columns.rows:,} rows of {columns.origin}"
    if not len(numbers):
        raise SpecError(
            Diagnostic(
                "no-rows-left",
                f"of the {of} none is left",
                document.span("data", "rows"),
                expected="a formula that holds for some of them",
            )
        )
    left_out = (f"`rows` leaves out {dropped:,} of the {of}",) if dropped else ()
    return numbers, (*columns.told, *left_out)


def _part(columns: Columns, numbers: np.ndarray, told: tuple[str, ...] = ()) -> Part:
    is_whole = len(numbers) == columns.rows
    return Part(columns if is_whole else columns.take(numbers), numbers, told)


def _split(
    program: Program,
    document: Document,
    columns: Columns,
    numbers: np.ndarray,
    told: tuple[str, ...],
) -> dict[str, Part]:
    fractions = fractions_of(program)
    report = Report()
    check_split(len(numbers), fractions, report, document.span("data", "split"))
    report.check()
    if not fractions:
        return {"train": _part(columns, numbers, told)}

    def read(name: str) -> list[np.ndarray]:
        if name not in columns.arrays:
            span = document.span("data", "split", key_of(program, name))
            raise SpecError(unknown_column(name, columns, span))
        values = columns.arrays[name]
        return [values if len(numbers) == columns.rows else values[numbers]]

    rows = rows_by_part(divide(program, document, numbers, read))
    return {
        part: _part(columns, numbers[chosen], told if part == "train" else ())
        for part, chosen in rows.items()
    }
