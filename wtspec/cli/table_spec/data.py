"""The data section of a table's spec."""

from __future__ import annotations

import json
from collections.abc import Sequence

from wtspec.cli.table_spec.inputs import FedInput
from wtspec.cli.table_spec.words import column, scalar
from wtspec.data.table.columns import FEWEST_TO_SPLIT, Target
from wtspec.data.table.table import JudgedTable
from wtspec.language.print import quote
from wtspec.sources.dialect import source_text

_LEAST_IN_GROUPS = 50


def data_section(
    table: JudgedTable, inputs: Sequence[FedInput], path: str, *, is_standardized: bool
) -> list[str]:
    """The section `data`.

    Args:
        table: What the file holds.
        inputs: Of the model.
        path: Of the file, as the spec is to name it.
        is_standardized: Whether the model learns an amount as one of about 1.
    """
    return [
        "data:",
        f"  source: {_source(table, path)}",
        *_rows(table.target),
        "  inputs:",
        *(line for one in inputs for line in _input(one)),
        *_targets(table, is_standardized=is_standardized),
        *([f"  split: {_split(table)}"] if table.rows >= FEWEST_TO_SPLIT else []),
        f"  batch_size: {batch_size(table.rows)}",
    ]


def has_each_class(table: JudgedTable) -> bool:
    """Whether the training rows surely have some of each class: whole groups may take them all."""
    rarest = table.target.classes[-1][1] if table.target.is_label else 0
    return table.group is None or rarest >= _LEAST_IN_GROUPS


def batch_size(rows: int) -> int:
    """Rows a step: some tens of steps an epoch, as far as they are of 32 to 1024 rows."""
    wanted = 32
    while wanted * 60 < rows and wanted < 1024:
        wanted *= 2
    return wanted


def _source(table: JudgedTable, path: str) -> str:
    if table.kind == "csv":
        return source_text(table.dialect, path)
    return f"{{{table.kind}: {json.dumps(path, ensure_ascii=False)}}}"


def _rows(target: Target) -> list[str]:
    """Rows whose target is missing are of no use, nor are those of classes with hardly any."""
    text = column(target.name)
    if target.rare:
        return [
            f"  # {_of_rare(target)}",
            f"  rows: {scalar(f'={_is_kept(target, text)}')}",
        ]
    if not target.gaps:
        return []
    known = f'{text} != ""' if target.is_text else f"isfinite({text})"
    return [f"  rows: {scalar(f'={known}')}    # {target.gaps:,} rows have no target"]


def _of_rare(target: Target) -> str:
    rows = sum(count for _, count in target.rare) + target.gaps
    classes = "1 class" if len(target.rare) == 1 else f"{len(target.rare):,} classes"
    return f"{classes} of too few rows to learn from; {rows:,} rows are left out."


def _is_kept(target: Target, text: str) -> str:
    """Whether the label is one of those that are learned; the shorter list tells."""
    kept = [_literal(name, target) for name, _ in target.classes]
    rare = [_literal(name, target) for name, _ in target.rare]
    if len(kept) <= len(rare):
        return f"isin({text}, [{', '.join(kept)}])"
    gaps = ['""'] if target.is_text and target.gaps else []
    is_rare = f"not isin({text}, [{', '.join([*rare, *gaps])}])"
    return f"{is_rare} and isfinite({text})" if target.gaps and not target.is_text else is_rare


def _literal(name: str, target: Target) -> str:
    return quote(name) if target.is_text else name


def _input(one: FedInput) -> list[str]:
    if len(one.formula) == 1:
        return [f"    {one.name}: {one.formula[0]}"]
    return [f"    {one.name}: |", *(f"      {line}" for line in one.formula)]


def _targets(table: JudgedTable, *, is_standardized: bool) -> list[str]:
    target = table.target
    text = column(target.name)
    if target.is_label and not has_each_class(table):
        return [
            "  # `lookup` gives 0 where no training row has the class; such rows have no weight.",
            f"  targets: {scalar(f'=maximum(lookup({text}) - 1, 0)')}",
            f"  weights: {scalar(f'=where(lookup({text}) > 0, 1.0, 0.0)')}",
        ]
    if target.is_label:
        return [f"  targets: {scalar(f'=lookup({text}) - 1')}"]
    amount = f"standardize({text})" if is_standardized else text
    return [f"  targets: {scalar(f'=expand_dims({amount}, -1)')}"]


def _split(table: JudgedTable) -> str:
    shares = "validation: 0.15, test: 0.15"
    if table.group is not None:
        return f"{{{shares}, group: {scalar(table.group)}}}"
    if table.target.is_label:
        return f"{{{shares}, stratify: {scalar(table.target.name)}}}"
    return f"{{{shares}}}"
