"""Checks that the labels of rows are among those that the training rows have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType

import numpy as np

from wtspec.codegen.training.data import name_learned
from wtspec.data.class_weights import text_of
from wtspec.data.labels.labels import Name
from wtspec.data.learned import Learned
from wtspec.data.part import Part
from wtspec.errors import Report, listed
from wtspec.language import Expression
from wtspec.program.answers.looked_up import LookedUp, column_text, find_looked_up
from wtspec.program.program import Program

_MOST = 5
_LONGEST = 60


def check_seen(
    program: Program,
    module: ModuleType,
    learned: Learned,
    part: Part,
    targets: Mapping[str, np.ndarray],
    report: Report,
) -> None:
    """Notes `label-out-of-range`: labels that no training row has, or that are missing.

    Targets that count these as a class of their own, as `lookup(x)` does by 0, may have them.

    Args:
        program: Declares the targets.
        module: What their formulas became.
        learned: What they have learned.
        part: The rows.
        targets: What the formulas made of them.
        report: Takes the fault.
    """
    for name, formula in program.data.each_target if program.data is not None else ():
        looked_up, made = find_looked_up(formula, program.params), targets.get(name)
        if looked_up is None or made is None or not _lacks(looked_up, made):
            continue
        asked = Asked(learned)
        module.make_targets(dict(part.columns.arrays), asked)
        call = name_learned(looked_up.call, program)
        if call in asked.unknown:
            known = learned.state[call]["categories"]
            _report(name, formula, looked_up, asked.unknown[call], known, part, report)


@dataclass(slots=True)
class Asked:
    """What was learned; notes which values that are looked up are unknown.

    Attributes:
        unknown: By the call's name: the values, and which of them are unknown.
    """

    learned: Learned
    unknown: dict[str, tuple[np.ndarray, np.ndarray]] = field(
        default_factory=dict[str, tuple[np.ndarray, np.ndarray]]
    )

    def lookup(self, name: str, x: np.ndarray) -> np.ndarray:
        """As `Learned.lookup`."""
        index = self.learned.lookup(name, x)
        self.unknown[name] = (np.asarray(x), index == 0)
        return index

    def one_hot(self, name: str, x: np.ndarray, num_classes: int | None = None) -> np.ndarray:
        """As `Learned.one_hot`."""
        if num_classes is None:
            self.lookup(name, x)
        return self.learned.one_hot(name, x, num_classes)

    def __getattr__(self, name: str) -> object:
        """Whatever else formulas call."""
        return getattr(self.learned, name)


def _lacks(looked_up: LookedUp, made: np.ndarray) -> bool:
    """Whether some target stands for no category."""
    if looked_up.call.function.name == "many_hot" or looked_up.first > 0:
        return False
    return bool((~made.any(axis=-1) if looked_up.vectors else made < looked_up.first).any())


def _report(
    name: str,
    formula: Expression,
    looked_up: LookedUp,
    found: tuple[np.ndarray, np.ndarray],
    known: Sequence[Name],
    part: Part,
    report: Report,
) -> None:
    values, unknown = found
    what = f"target `{name}`" if name else "the target"
    rows = unknown.reshape(len(unknown), -1).any(axis=1)
    row = int(part.numbers[int(np.argmax(rows))]) + 1
    several = "" if rows.sum() == 1 else f"{int(rows.sum())} rows, the first of them "
    column = column_text(looked_up.call.arguments[0]) if looked_up.call.arguments else "…"
    texts = _distinct(values[unknown])
    if texts:
        message = f"{what} has a label that no training row has, in {several}row {row} of the data"
        expected = f"a label of the training rows: {listed(map(text_of, known), _MOST)}"
        help = f"train on rows of every label: `split: {{stratify: {column}}}` divides them so"
    else:
        message = f"{what} has no label in {several}row {row} of the data"
        expected = "a label in every row"
        there = f'{column} != ""' if values.dtype.kind in "OU" else f"not isnan({column})"
        help = f"`rows: '={there}'` under `data` leaves such rows out"
    report.error(
        "label-out-of-range",
        message,
        formula.span,
        expected=expected,
        received=listed(texts, _MOST) if texts else None,
        help=help,
    )


def _distinct(values: np.ndarray) -> list[str]:
    """The labels as they are shown; none for those that are missing."""
    if values.dtype.kind in "OU":
        return [text[:_LONGEST] for text in sorted(set(values.astype(str).tolist())) if text]
    numbers = values[~np.isnan(values)] if values.dtype.kind == "f" else values
    return [text_of(number) for number in np.unique(numbers).tolist()]
