"""The classes that an output tells apart: what they are of, and their names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wtspec.data.class_weights import text_of
from wtspec.data.columns_read import columns_named
from wtspec.data.labels.labels import Labels, Name
from wtspec.data.units.restore import Restorer
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Operation, Reference
from wtspec.program.program import Program
from wtspec.runs.preprocessing import Preprocessing


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of an output.

    Attributes:
        column: What they are of.
        labels: Their names; None where they are numbers that stand for nothing else.
    """

    column: str
    labels: Labels | None

    def name(self, label: int) -> str:
        """What a class is called; its label where that stands for nothing else."""
        name = self.labels.name(label) if self.labels is not None else None
        return str(label) if name is None else text_of(name)


def classes_of(
    program: Program, learned: Preprocessing, output: str, formula: Expression, count: int
) -> Classes:
    """The classes of an output.

    Args:
        program: What was trained.
        learned: What was learned about its data.
        output: Its name, `""` where it has none.
        formula: Of its target.
        count: How many classes it tells apart.
    """
    column = output or "class"
    if output in learned.labels:
        return Classes(_only_column(formula) or column, learned.labels[output])
    numbers = np.arange(count)
    restored = Restorer(program, learned.learned, learned.types).restore(formula, numbers)
    if restored is None or restored.values.shape != numbers.shape:
        return Classes(column, None)
    if learned.types.get(restored.names[0]) == "bool" and count == 2:
        return Classes(restored.names[0], Labels((False, True)))
    values = restored.values.tolist()
    whole = all(value == round(value) for value in values)
    return Classes(restored.names[0], Labels(tuple(map(int, values))) if whole else None)


def tags_of(
    learned: Preprocessing, output: str, formula: Expression, count: int
) -> list[Name | None]:
    """The names of tags, in the order of an output's entries; none where they have none."""
    labels = learned.labels.get(output)
    if labels is not None:
        return [labels.name(at) for at in range(count)]
    match formula:
        case Operation(arguments=(t.List(items), *_)) if formula.function.name == "stack":
            names: list[Name | None] = [one.name for one in items if isinstance(one, Reference)]
            return names if len(names) == count else []
        case _:
            return []


def _only_column(formula: Expression) -> str | None:
    named = list(columns_named((("", formula),)))
    return named[0] if len(named) == 1 else None
