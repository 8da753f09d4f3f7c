"""Columns of names, probabilities and values in their units, of what a model gives."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from wtspec.data.rows import Arrays, by_name
from wtspec.data.units.restore import Restorer
from wtspec.errors.visible import visible
from wtspec.language import Expression
from wtspec.program.answers.answer import answer
from wtspec.program.bound import Reference
from wtspec.program.program import Program
from wtspec.runs.predictions.classes import classes_of, tags_of
from wtspec.runs.predictions.probabilities import Column, class_columns, tag_columns, yes
from wtspec.runs.predictions.read_as import read_as
from wtspec.runs.preprocessing import Preprocessing

_LONGEST = 100
"""Letters of a column's name."""


@dataclass(frozen=True, slots=True)
class Described:
    """Predictions as people want them.

    Attributes:
        columns: By name; the first axis is the rows.
        remarks: What is not as one may think.
        told: What became of the rows that were given.
    """

    columns: dict[str, np.ndarray]
    remarks: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def describe(
    program: Program,
    learned: Preprocessing,
    outputs: Arrays,
    beside: Mapping[str, np.ndarray] | None = None,
) -> Described:
    """What a model's outputs say.

    Args:
        program: What was trained.
        learned: What was learned about its data.
        outputs: As the model gives them for rows.
        beside: Columns of these rows, which come first and keep their names.
    """
    columns, remarks = dict(beside or {}), list[str]()
    targets = dict(program.data.each_target) if program.data is not None else {}
    named = by_name(outputs)
    for output, array in named.items():
        formula = targets.get(output, targets.get("") if len(named) == 1 else None)
        found, remark = _described(program, learned, output, formula, array)
        remarks += [remark] if remark is not None else []
        for name, column in found:
            whole = f"{output}_{name}" if output and name != output else name
            columns[_free(_shown(whole), columns)] = column
    return Described(columns, tuple(remarks))


def _described(
    program: Program,
    learned: Preprocessing,
    output: str,
    formula: Expression | None,
    array: np.ndarray,
) -> tuple[list[Column], str | None]:
    """The columns of an output, and what is to be said of it."""
    name = output or "output"
    told = answer(program, output) if array.dtype.kind == "f" else None
    if formula is None or told is None:
        return [(name, array)], _unread(name, formula)
    restorer = Restorer(program, learned.learned, learned.types)
    kind = read_as(restorer, formula, told, array)
    if kind == "values":
        array = yes(array, told) if told.kind == "yes or no" else array
        restored = restorer.restore(formula, array)
        if restored is None:
            return [(name, array)], on_scale_of_model(name, formula)
        return _each(restored.names, restored.values), None
    if kind == "classes":
        count = array.shape[-1] if told.kind == "classes" else 2
        classes = classes_of(program, learned, output, formula, count)
        return class_columns(classes, array, told), None
    names = tags_of(learned, output, formula, array.shape[-1])
    return tag_columns(array, told, names), None


def _each(names: tuple[str, ...], values: np.ndarray) -> list[Column]:
    if len(names) > 1:
        return [(name, values[:, at]) for at, name in enumerate(names)]
    is_column = values.ndim == 2 and values.shape[1] == 1
    return [(name, values[:, 0] if is_column else values) for name in names]


def on_scale_of_model(name: str, formula: Expression) -> str:
    """What is to be said of values whose column's units are not known."""
    return f"`{name}` is on the model's scale: `{_text(formula)}` can't be taken back"


def _unread(name: str, formula: Expression | None) -> str | None:
    if formula is None or isinstance(formula, Reference):
        return None
    return f"`{name}` is as the model gives it: its loss does not tell what it means"


def _text(formula: Expression) -> str:
    return visible(formula.span.text[:_LONGEST]) if formula.span.line else "…"


def _shown(name: str) -> str:
    return visible(name)[:_LONGEST]


def _free(name: str, taken: Collection[str]) -> str:
    """The name, or one like it that no column has."""
    if name not in taken:
        return name
    if f"predicted_{name}" not in taken:
        return f"predicted_{name}"
    count = 2
    while f"{name}_{count}" in taken:
        count += 1
    return f"{name}_{count}"
