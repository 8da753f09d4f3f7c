"""The whole text of a table's spec."""

from __future__ import annotations

import json

from wtspec.cli.table_spec.data import data_section
from wtspec.cli.table_spec.inputs import inputs_of
from wtspec.cli.table_spec.model import layer_sections, model_section
from wtspec.cli.table_spec.remarks import remarks
from wtspec.cli.table_spec.train import train_section
from wtspec.data.table.table import JudgedTable
from wtspec.language.print import quote

_FEW_ROWS = 2000
_USUAL = (1e-3, 1e6)
"""Between these an amount's spread is such that the model can learn it as it is."""


def table_spec(table: JudgedTable, path: str, file: str) -> str:
    """The text of the spec.

    Args:
        table: What the file holds.
        path: Of the table, as the spec is to name it.
        file: What the spec will be called, for its comments.
    """
    inputs = inputs_of(table)
    target = table.target
    is_usual = target.is_label or _USUAL[0] <= target.std <= _USUAL[1]
    scale = (_rounded(target.std), _rounded(target.mean)) if is_usual else None
    sections = [
        _head(table, path, file),
        *layer_sections(inputs),
        model_section(inputs, target, None if target.is_label else scale),
        data_section(table, inputs, path, is_standardized=not is_usual),
        train_section(table),
        ["runtime:", "  seed: 0"],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


def _head(table: JudgedTable, path: str, file: str) -> list[str]:
    doc = f"Predicts {quote(table.target.name)} from the other columns of {path}."
    is_small = table.rows < _FEW_ROWS
    return [
        f"# Check it with `wtspec validate {file}`, look at its data with `wtspec data {file}`,",
        f"# train it with `wtspec run {file}`.",
        *(f"# {line}" for line in remarks(table)),
        "wtspec: 1",
        f"doc: {json.dumps(doc, ensure_ascii=False)}",
        "",
        "params:",
        f"  width: {64 if is_small else 128}    # `--set params.width=256` changes it for one run",
        f"  dropout: {0.2 if is_small else 0.1}",
    ]


def _rounded(value: float) -> str:
    return str(float(f"{value:.4g}"))
