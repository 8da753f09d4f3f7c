"""Tells what came of an output: by class, by tag, or by how far values are off."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from wtspec.report.outcome import Confusion, Outcome, Residuals
from wtspec.runs.outcomes.confuse import confuse
from wtspec.runs.outcomes.examples import Shower
from wtspec.runs.outcomes.gather import Gathered
from wtspec.runs.outcomes.readings import ClassReading, OutputReader, Read, TagReading, ValueReading
from wtspec.runs.outcomes.residuals import MOST_COLUMNS, residuals_of

_MOST_TAGS = 12


def tell(
    reader: OutputReader, shower: Shower, part: str, found: Gathered
) -> tuple[list[Outcome], list[str]]:
    """What came of an output, and what is left out.

    Args:
        reader: Knows what it means.
        shower: Shows the rows that are worst.
        part: Whose rows they are.
        found: For the output.

    Raises:
        SpecError: What `Shower.examples` raises.
    """
    name = reader.name
    if not found.fits:
        return [], [f"`{name}` has other positions than its targets: no outcomes are told."]
    reading = reader.read(found)
    remarks = list(_remarks(name, reading, found))
    worst = shower.examples(found.worst, reading)
    if isinstance(reading, TagReading):
        several = [Outcome(reader.output, part, found.rows, worst=worst)] if worst else []
        return [*several, *_by_tag(reader.output, part, found.rows, reading)], remarks
    confusion, residuals = _compared(reading)
    if confusion is None and not residuals and not worst:
        return [], remarks
    return [Outcome(reader.output, part, found.rows, confusion, residuals, worst)], remarks


def _remarks(name: str, reading: Read, found: Gathered) -> Iterator[str]:
    if isinstance(reading, ValueReading):
        if reading.remark is not None:
            yield f"{reading.remark}."
        if len(reading.names) > MOST_COLUMNS:
            yield f"Of `{name}` the first {MOST_COLUMNS} of {len(reading.names)} columns are shown."
    if isinstance(reading, TagReading) and len(reading.names) > _MOST_TAGS:
        mistaken = f"the {_MOST_TAGS} of {len(reading.names)} tags that were mistaken most"
        yield f"Of `{name}` {mistaken} are shown."
    if not found.has_losses:
        yield f"The loss of `{name}` gives no number for each row: no worst rows are told."


def _compared(reading: ClassReading | ValueReading) -> tuple[Confusion | None, list[Residuals]]:
    counts = reading.counts
    if isinstance(reading, ClassReading):
        true, predicted = (np.round(one[counts]) for one in (reading.true, reading.predicted))
        return confuse(true, predicted, reading.count, reading.classes.name), []
    if not reading.are_compared:
        return None, []
    return None, residuals_of(reading.names, reading.true, reading.predicted, counts)


def _by_tag(output: str, part: str, rows: int, reading: TagReading) -> list[Outcome]:
    """An outcome for each tag, of two classes; of many tags those that were mistaken most."""
    count = len(reading.names)
    several = [
        one.reshape(-1, count).astype("int64")
        for one in (reading.true, reading.predicted, reading.counts)
    ]
    mistakes = ((several[0] != several[1]) * several[2]).sum(axis=0)
    chosen = np.sort(np.argsort(-mistakes, kind="stable")[:_MOST_TAGS])
    found: list[Outcome] = []
    for tag in chosen.tolist():
        true, predicted, counts = (one[:, tag] for one in several)
        known, name = counts > 0, reading.names[tag]
        names = (f"not {name}", name)
        confusion = confuse(true[known], predicted[known], 2, names.__getitem__)
        whole = f"{output}: {name}" if output else name
        found.append(Outcome(whole, part, rows, confusion))
    return found
