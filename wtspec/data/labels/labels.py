"""The names of classes, and the labels that stand for them."""

from __future__ import annotations

from dataclasses import dataclass

from wtspec.codegen.training.data import name_learned
from wtspec.data.class_weights import find_label
from wtspec.data.learned import Learned
from wtspec.program.answers.looked_up import find_looked_up
from wtspec.program.program import Program

Name = str | int | float | bool
"""A category as the data have it."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The classes of a target that were looked up.

    Attributes:
        names: The categories that the training rows have, in the order of their labels.
        first: The label of the first one, or its place in a row's vector.
    """

    names: tuple[Name, ...]
    first: int = 0

    def name(self, label: int) -> Name | None:
        """The name of a label; None where it stands for no category."""
        place = label - self.first
        return self.names[place] if 0 <= place < len(self.names) else None

    def label(self, key: str | int) -> int | None:
        """The label of a class that a file names; see `find_label`."""
        return find_label(key, self.names, self.first)


def labels_of(program: Program, learned: Learned) -> dict[str, Labels]:
    """The classes of each output whose targets look them up; of a single one under `""`."""
    found: dict[str, Labels] = {}
    for output, formula in program.data.each_target if program.data is not None else ():
        looked_up = find_looked_up(formula, program.params)
        if looked_up is None:
            continue
        kept = learned.state.get(name_learned(looked_up.call, program), {})
        names = kept.get("categories", kept.get("tags"))
        if names is not None:
            found[output] = Labels(tuple(names), looked_up.first)
    return found
