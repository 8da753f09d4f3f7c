"""Reads a spec's data and divides it into what trains, validates and tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from wtspec.data.agree import Agree, by_itself
from wtspec.data.check_split import check_batch_size, check_split
from wtspec.data.columns import Columns, columns_from_arrays, unknown_column
from wtspec.data.dividing.divide import divide, fractions_of, key_of
from wtspec.data.dividing.part_sizes import PARTS
from wtspec.data.dividing.used import Keep, tell_unused
from wtspec.data.part import Part
from wtspec.data.readers.in_windows import in_windows
from wtspec.data.readers.read_source import files_beside, read_source
from wtspec.data.split import rows_by_part
from wtspec.data.stored.open_stored import open_large
from wtspec.data.stored.stored import Stored
from wtspec.data.stored.windows import open_windows
from wtspec.data.streams.divide_stored import divide_stored, whole_stored
from wtspec.data.streams.stored_part import StoredPart
from wtspec.document import Document
from wtspec.errors import Report, SpecError
from wtspec.errors.memory import memory_at
from wtspec.program.program import Program
from wtspec.sources.images import passed_over

AnyPart = Part | StoredPart


def read_parts(
    program: Program,
    document: Document,
    data_root: Path,
    data: Mapping[str, ArrayLike] | None = None,
    keep: Keep | None = None,
    *,
    streamed: bool | None = None,
    agree: Agree = by_itself,
) -> dict[str, AnyPart]:
    """The rows of `train`, and of `validation` and `test` where the spec has them.

    Args:
        program: Says what to read, and how it is divided.
        document: Where it says so.
        data_root: No file may lie outside it.
        data: Columns that stand in for the spec's `source`.
        keep: Says which rows are used, where not all are.
        streamed: Whether sources are read in pieces; by default those that are large.
        agree: Asks other processes that read them as well.

    Raises:
        SpecError: What `read_source`, `keep` and `divide` raise; `empty-training-split`,
            `no-batches`, `no-rows-left`, `unknown-column`.
    """
    read = _sources(program, document, data_root, agree, streamed=streamed, given=data is not None)
    if data is not None:
        span = document.span("data", "source")
        read["source"] = in_windows(columns_from_arrays(data), program.sources["source"], span)
    main, parts = read.pop("source"), dict[str, AnyPart]()
    with memory_at("the parts of the data", document.span("data", "split")):
        if isinstance(main, Columns):
            parts |= _split(program, document, main, *_used(main, document, keep))
        else:
            files = files_beside(program.sources["source"], data_root)
            divided = divide_stored(program, document, main, keep)
            parts |= {part: replace(one, files=files) for part, one in divided.items()}
            told = (*divided["train"].told, *passed_over(program.sources["source"], data_root))
            parts["train"] = replace(divided["train"], files=files, told=told)
    for part, one in read.items():
        if isinstance(one, Columns):
            parts[part] = keep_rows(one, document, keep)
        else:
            files = files_beside(program.sources[part], data_root)
            parts[part] = replace(whole_stored(program, document, one, keep), files=files)
    settings = program.settings
    report = Report()
    check_batch_size(
        parts["train"].count,
        settings.batch_size,
        program.training.accumulate if program.training is not None else 1,
        settings.drop_remainder,
        report,
        document.span("data", "batch_size"),
    )
    report.check()
    return {part: parts[part] for part in PARTS if part in parts}


def _sources(
    program: Program,
    document: Document,
    data_root: Path,
    agree: Agree,
    *,
    streamed: bool | None,
    given: bool,
) -> dict[str, Columns | Stored]:
    """What the spec reads: whole, or opened where that is too much."""
    read: dict[str, Columns | Stored] = {}
    for part, source in program.sources.items():
        if part == "source" and given:
            continue
        span, large = document.span("data", part), None
        seed = program.settings.split_seed
        if source.of is not None:
            read[part] = open_windows(source, data_root, seed, span, agree, streamed=streamed)
            continue
        if streamed is not False:
            large = open_large(source, data_root, span, agree, always=streamed is True)
        read[part] = large or read_source(source, data_root, seed, span)
    return read


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
    unused = tell_unused(document, columns.origin, columns.rows, len(numbers))
    return numbers, (*columns.told, *unused)


def _part(columns: Columns, rows: np.ndarray, told: tuple[str, ...] = ()) -> Part:
    numbers = rows if columns.numbers is None else columns.numbers[rows]
    return Part(columns if len(rows) == columns.rows else columns.take(rows), numbers, told)


def _split(
    program: Program,
    document: Document,
    columns: Columns,
    rows: np.ndarray,
    told: tuple[str, ...],
) -> dict[str, Part]:
    fractions = fractions_of(program)
    report = Report()
    check_split(len(rows), fractions, report, document.span("data", "split"))
    report.check()
    if not fractions:
        return {"train": _part(columns, rows, told)}

    def read(name: str) -> list[np.ndarray]:
        if name not in columns.arrays:
            span = document.span("data", "split", key_of(program, name))
            raise SpecError(unknown_column(name, columns, span))
        values = columns.arrays[name]
        return [values if len(rows) == columns.rows else values[rows]]

    numbers = rows if columns.numbers is None else columns.numbers[rows]
    divided = rows_by_part(divide(program, document, numbers, read))
    return {
        part: _part(columns, rows[chosen], told if part == "train" else ())
        for part, chosen in divided.items()
    }
