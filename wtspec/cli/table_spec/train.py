"""How a table's model is trained."""

from __future__ import annotations

import json
import re

from wtspec.cli.table_spec.data import has_each_class
from wtspec.cli.table_spec.model import is_binary
from wtspec.data.table.columns import FEWEST_TO_SPLIT, Target
from wtspec.data.table.table import JudgedTable

UNEVEN = 4
"""So many times as many rows has the most frequent class as the rarest, where they are uneven."""

_MILD = 0.25
"""The power of a class's rows that weighs it; 1 is what `balanced` does."""

_MOST_NAMED = 20
_LENGTHS = ((10_000, 200, 15), (100_000, 100, 10), (1_000_000, 40, 5))
"""Up to so many rows, the most epochs, and those without progress that end it."""


def train_section(table: JudgedTable) -> list[str]:
    """The section `train`."""
    epochs, patience = next(
        (found for rows, *found in _LENGTHS if table.is_whole and table.rows <= rows), (20, 3)
    )
    stop = f"{{monitor: val_loss, patience: {patience}, restore_best_weights: true}}"
    return [
        "train:",
        f"  epochs: {epochs}",
        "  optimizer: {AdamW: {learning_rate: 3e-3, weight_decay: 0.01}}",
        f"  loss: {_loss(table.target)}",
        f"  metrics: [{_metrics(table.target)}]",
        *(_class_weight(table.target) if has_each_class(table) else []),
        *([f"  early_stopping: {stop}"] if table.rows >= FEWEST_TO_SPLIT else []),
    ]


def _loss(target: Target) -> str:
    if not target.is_label:
        return "MeanSquaredError"
    if is_binary(target):
        return "BinaryCrossentropy"
    return "{SparseCategoricalCrossentropy: {from_logits: true}}"


def _metrics(target: Target) -> str:
    if not target.is_label:
        return "MeanAbsoluteError, R2Score"
    return "accuracy, AUC" if is_binary(target) else "accuracy"


def _class_weight(target: Target) -> list[str]:
    """Weights of uneven classes, much milder than those under which all would count alike.

    So rare classes are learned, and accuracy, which counts rows, is not given up for them.
    """
    rows = [count for _, count in target.classes]
    if not rows or rows[0] < UNEVEN * rows[-1]:
        return []
    if len(rows) > _MOST_NAMED:
        return []
    mean = sum(count ** (1 - _MILD) for count in rows) / sum(rows)
    named = [f"{_class(name)}: {count**-_MILD / mean:.2f}" for name, count in target.classes]
    return [
        f"  # Milder than `balanced`, which costs accuracy; of {rows[-1]:,} to {rows[0]:,} rows.",
        f"  class_weight: {{{', '.join(named)}}}",
    ]


def _class(name: str) -> str:
    """A class as a key: a number as such."""
    return name if re.fullmatch(r"-?[0-9]+", name) else json.dumps(name, ensure_ascii=False)
