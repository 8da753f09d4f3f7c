"""Reads a spec's data and divides it into what trains, validates and tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from wtspec.data.check_split import check_batch_size, check_split
from wtspec.data.columns import Columns, columns_from_arrays, unknown_column
from wtspec.data.dividing.part_sizes import PARTS
from wtspec.data.readers.read_source import read_source
from wtspec.data.split import split_rows
from wtspec.document import Document
from wtspec.errors import Report, SpecError
from wtspec.errors.memory import memory_at
from wtspec.program.program import Program


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some rows of a source.

    Attributes:
        columns: These rows.
        numbers: Each row's place in the source.
    """

    columns: Columns
    numbers: np.ndarray


def whole(columns: Columns) -> Part:
    """All rows of a source."""
    return Part(columns, np.arange(columns.rows))


def read_parts(
    program: Program,
    document: Document,
    data_root: Path,
    data: Mapping[str, ArrayLike] | None = None,
) -> dict[str, Part]:
    """The rows of `train`, and of `validation` and `test` where the spec has them.

    Args:
        program: Says what to read, and how it is divided.
        document: Where it says so.
        data_root: No file may lie outside it.
        data: Columns that stand in for the spec's `source`.

    Raises:
        SpecError: What `read_source` raises; `empty-training-split`, `no-batches`,
            `unknown-column`.
    """
    settings = program.settings
    read = {
        part: read_source(source, data_root, settings.split_seed, document.span("data", part))
        for part, source in program.sources.items()
        if part != "source" or data is None
    }
    if data is not None:
        read["source"] = columns_from_arrays(data)
    main = read.pop("source")
    with memory_at("the parts of the data", document.span("data", "split")):
        divided = _split(program, document, main)
    parts = divided | {part: whole(one) for part, one in read.items()}
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


def _split(program: Program, document: Document, columns: Columns) -> dict[str, Part]:
    settings = program.settings
    shares = {"validation": settings.validation, "test": settings.test}
    fractions = {part: share for part, share in shares.items() if share > 0}
    report = Report()
    check_split(columns.rows, fractions, report, document.span("data", "split"))
    report.check()
    if not fractions:
        return {"train": whole(columns)}
    labels = _labels(settings.stratify, document, columns)
    rows = split_rows(columns.rows, fractions, settings.split_seed, settings.split_shuffle, labels)
    return {part: Part(columns.take(chosen), chosen) for part, chosen in rows.items()}


def _labels(name: str | None, document: Document, columns: Columns) -> np.ndarray | None:
    """What the split is stratified by."""
    if name is None:
        return None
    if name not in columns.arrays:
        span = document.span("data", "split", "stratify")
        raise SpecError(unknown_column(name, columns, span))
    labels = columns.arrays[name]
    return labels.astype(str) if labels.dtype.kind == "O" else labels
