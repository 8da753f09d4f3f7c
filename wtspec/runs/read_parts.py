"""Reads a spec's data and divides it into what trains, validates and tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from wtspec.data.check_split import check_batch_size, check_split
from wtspec.data.columns import Columns, columns_from_arrays
from wtspec.data.sources import read_source
from wtspec.data.split import split_rows
from wtspec.errors import Diagnostic, Report, SpecError, did_you_mean, one_of
from wtspec.sources.request import SourceRequest
from wtspec.stages import Checked

PARTS = ("train", "validation", "test")


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
    checked: Checked, data_root: Path, data: Mapping[str, ArrayLike] | None = None
) -> dict[str, Part]:
    """The rows of `train`, and of `validation` and `test` where the spec has them.

    Args:
        checked: What to read.
        data_root: No file may lie outside it.
        data: Columns that stand in for the spec's `source`.

    Raises:
        SpecError: What `read_source` raises; `empty-training-split`, `no-batches`,
            `unknown-column`.
    """
    program, document = checked.program, checked.spec.document
    sources = {
        part: _read(checked, part, source, data_root)
        for part, source in program.sources.items()
        if part != "source" or data is None
    }
    if data is not None:
        sources["source"] = columns_from_arrays(data)
    main = sources.pop("source")
    parts = _split(checked, main) | {part: whole(columns) for part, columns in sources.items()}
    report = Report()
    settings = program.settings
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


def _read(checked: Checked, part: str, source: SourceRequest, data_root: Path) -> Columns:
    span = checked.spec.document.span("data", part)
    return read_source(source, data_root, checked.program.settings.split_seed, span)


def _split(checked: Checked, columns: Columns) -> dict[str, Part]:
    settings, document = checked.program.settings, checked.spec.document
    shares = {"validation": settings.validation, "test": settings.test}
    fractions = {part: share for part, share in shares.items() if share > 0}
    report = Report()
    check_split(columns.rows, fractions, report, document.span("data", "split"))
    report.check()
    if not fractions:
        return {"train": whole(columns)}
    rows = split_rows(
        columns.rows,
        fractions,
        settings.split_seed,
        settings.split_shuffle,
        _labels(checked, columns),
    )
    return {part: Part(columns.take(chosen), chosen) for part, chosen in rows.items()}


def _labels(checked: Checked, columns: Columns) -> np.ndarray | None:
    """What the split is stratified by."""
    name = checked.program.settings.stratify
    if name is None:
        return None
    if name not in columns.arrays:
        raise SpecError(
            Diagnostic(
                "unknown-column",
                f"{columns.origin} has no column `{name}`",
                checked.spec.document.span("data", "split", "stratify"),
                expected=one_of(columns.arrays),
                help=did_you_mean(name, columns.arrays),
            )
        )
    labels = columns.arrays[name]
    return labels.astype(str) if labels.dtype.kind == "O" else labels
