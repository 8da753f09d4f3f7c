"""Checks that what rows look up lies within the model's tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from wtspec.data.prepare import named_inputs
from wtspec.data.rows import Rows
from wtspec.errors import Related, Report, Span
from wtspec.language import tree as t
from wtspec.program.program import Program
from wtspec.runs.assemble import Assembly

if TYPE_CHECKING:
    import keras

    from wtspec.model.lookups import Look, Lookup

Shapes = tuple[tuple[str, tuple[int, ...], str], ...]
"""Name, shape and dtype of each input."""

MOST_ROWS = 8192
"""That are looked at together."""

MOST_KEPT = 8
"""Shapes of rows for which a compiled look is kept."""


def check_ids(
    assembly: Assembly,
    model: keras.Model,
    rows: Rows,
    looks: dict[Shapes, Look | None] | None = None,
) -> None:
    """Looks for ids and positions beyond the tables that they reach.

    JAX gives NaN for those that are too large, and counts negative ones from the table's end.

    Args:
        assembly: Of the model.
        model: Built.
        rows: In memory.
        looks: What tells the lookups of rows of a shape, kept for later rows.

    Raises:
        SpecError: `id-beyond-table`: the first id of each input and table, with its row.
    """
    program = assembly.checked.program
    report, kept = Report(), {} if looks is None else looks
    with assembly.locating():
        _check_part(program, model, rows, report, kept)
    report.check()


def _check_part(
    program: Program,
    model: keras.Model,
    rows: Rows,
    report: Report,
    looks: dict[Shapes, Look | None],
) -> None:
    bare = not isinstance(rows.inputs, dict)
    inputs = named_inputs(program, rows)
    if not (_has_open_sizes(program) or any(a.dtype.kind in "iu" for a in inputs.values())):
        return  # neither ids nor lengths that the spec does not know
    numbers = np.arange(rows.count) if rows.numbers is None else rows.numbers
    reported: set[object] = set()
    look = _look(model, _stretch(inputs, 0), looks, single=bare)
    if look is None:
        return
    for start in range(0, rows.count, MOST_ROWS):
        for one in look(_stretch(inputs, start)):
            key = (one.table, one.size, one.inputs)
            if key not in reported and _tell(program, one, numbers[start:], report):
                reported.add(key)


def _look(
    model: keras.Model,
    inputs: Mapping[str, np.ndarray],
    looks: dict[Shapes, Look | None],
    *,
    single: bool,
) -> Look | None:
    """What tells the lookups of such rows; tracing a model takes longer than predicting a few."""
    from wtspec.model.lookups import lookups_of

    shapes = tuple((name, array.shape, array.dtype.name) for name, array in inputs.items())
    if shapes not in looks:
        if len(looks) >= MOST_KEPT:
            looks.clear()
        looks[shapes] = lookups_of(model, inputs, single=single)
    return looks[shapes]


def _has_open_sizes(program: Program) -> bool:
    declared = program.model.inputs if program.model is not None else ()
    return any(not isinstance(x, t.Value) for one in declared for x in one.pattern.entries[1:])


def _stretch(inputs: Mapping[str, np.ndarray], start: int) -> dict[str, np.ndarray]:
    """So many rows as others have: the last ones once more where there are too few."""
    rows = len(next(iter(inputs.values())))
    chosen = np.minimum(np.arange(start, start + min(MOST_ROWS, rows)), rows - 1)
    return {name: array[chosen] for name, array in inputs.items()}


def _tell(program: Program, one: Lookup, numbers: np.ndarray, report: Report) -> bool:
    low = 0 if one.inputs else -one.size
    wrong = (one.positions < low) | (one.positions >= one.size)
    if not wrong.any():
        return False
    table = f"the table `{one.table}` of {one.size}" if one.table else f"a table of {one.size}"
    name = next(iter(sorted(one.inputs)), None)
    place = ""
    if one.by_row:
        row = int(np.argmax(wrong.reshape(len(wrong), -1).any(axis=1)))
        place = f" in row {int(numbers[row]) + 1} of the data"
    first = one.positions[wrong].flat[0]
    what = f"input `{name}` has the id {first}{place}" if name else f"the position {first} is"
    report.error(
        "id-beyond-table",
        f"{what}{', beyond' if name else ' beyond'} {table}",
        _span(program, name),
        expected=f"whole numbers from 0 to {one.size - 1}",
        received=_range(one.positions) if name else "longer rows than the table has positions",
        related=_declared(program, name),
    )
    return True


def _range(positions: np.ndarray) -> str:
    return f"from {positions.min()} to {positions.max()}"


def _span(program: Program, name: str | None) -> Span | None:
    formulas = dict(program.data.inputs) if program.data is not None else {}
    if name is None and len(formulas) == 1:
        name = next(iter(formulas))
    return formulas[name].span if name in formulas else None


def _declared(program: Program, name: str | None) -> tuple[Related, ...]:
    inputs = program.model.inputs if program.model is not None else ()
    return tuple(Related("the input", one.span) for one in inputs if one.name == name)
