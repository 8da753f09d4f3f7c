"""Finds what a trained model makes of held-out rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtspec.data.rows import Rows, by_name
from wtspec.errors import SpecError
from wtspec.report.outcome import Outcome
from wtspec.runs.outcomes.draw_rows import draw_rows, held_out
from wtspec.runs.outcomes.examples import Shower
from wtspec.runs.outcomes.gather import gather
from wtspec.runs.outcomes.outcomes_file import Outcomes
from wtspec.runs.outcomes.readings import OutputReader
from wtspec.runs.outcomes.tell import tell
from wtspec.runs.training.job import Job

if TYPE_CHECKING:
    from wtspec.runs.outcomes.look import Look
    from wtspec.train.compiler import Compiler

MOST_ROWS = 100_000
_MOST_BATCHES = 1000
_MOST_NUMBERS = 1 << 22
"""That are predicted, classes or values: they are kept until all are there."""
_MOST_WORST = 24
_LEAST_WORST = 6
_MISSED = {"out-of-memory", "unreadable-file"}
"""What may befall a run that is trained by now, and spoils nothing but this."""


def begin_look(job: Job, compiler: Compiler) -> Look | None:
    """Begins to compile what looks at rows; None where they have no targets.

    Args:
        job: Whose model's losses are built by now.
        compiler: Of the training's programs.

    Raises:
        SpecError: What calling the model raises.
    """
    from wtspec.runs.outcomes.look import make_look

    rows = job.parts[held_out(job.parts)]
    if rows.targets is None:
        return None
    with job.assembly.locating():
        return make_look(job.program, job.model, compiler, rows, _size(job, rows))


def find_outcomes(job: Job, look: Look | None) -> Outcomes:
    """What the model makes of the part `test`, else of `validation`, else of `train`.

    Args:
        job: Whose model has its final weights.
        look: As `begin_look` gave it.

    Raises:
        SpecError: What calling the model raises, though it was measured before. Where the memory
            does not suffice, or a file has gone, that is remarked.
    """
    part = held_out(job.parts)
    rows = job.parts[part]
    if rows.targets is None or look is None:
        return Outcomes(remarks=["The data have no targets: no outcomes are told."])
    try:
        return _find(job, look, part, rows, len(by_name(rows.targets)))
    except SpecError as error:
        if not {one.code for one in error.diagnostics} <= _MISSED:
            raise
        return Outcomes(remarks=[f"No outcomes are told: {error.diagnostics[0].message}."])


def _size(job: Job, rows: Rows) -> int:
    """How many rows are looked at together."""
    return min(rows.count, job.length.batch_size)


def _find(job: Job, look: Look, part: str, rows: Rows, outputs: int) -> Outcomes:
    size = _size(job, rows)
    with job.assembly.locating():
        numbers = _MOST_NUMBERS // _numbers_a_row(look, rows)
        count = min(MOST_ROWS, _MOST_BATCHES * size, numbers)
        worst = max(_LEAST_WORST, _MOST_WORST // outputs)
        gathered = gather(look, draw_rows(rows, max(1, count), size), worst)
    shower = Shower(job.program, job.learned, job.columns)
    outcomes, remarks = list[Outcome](), list[str]()
    if not gathered:
        remarks.append("No output has a row for each row of the data: no outcomes are told.")
    for output, found in gathered.items():
        reader = OutputReader(job.program, job.learned, output)
        told, remarked = tell(reader, shower, part, found)
        outcomes += told
        remarks += remarked
    return Outcomes(outcomes, remarks)


def _numbers_a_row(look: Look, rows: Rows) -> int:
    first = rows.each(lambda array: array[:1])
    return max([1, *(looked.predicted[0].size for looked in look(first).values())])
