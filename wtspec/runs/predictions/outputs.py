"""What a run's model gives for prepared rows."""

from __future__ import annotations

import numpy as np

from wtspec.data.rows import Arrays, Rows, by_name
from wtspec.errors.memory import memory_at
from wtspec.runs.checks.check_outputs import check_outputs
from wtspec.runs.reopen import Reopened


def outputs_of(run: Reopened, rows: Rows) -> Arrays:
    """What a run's model gives for rows, in their order, by output where it gives several.

    Raises:
        SpecError: `batch-in-output`; what fails as the model is called.
    """
    program = run.checked.program
    span = run.checked.spec.document.span("data", "batch_size")
    room = memory_at(f"what the model gives for {rows.count:,} rows", span)
    with run.assembly.locating(), room:
        _look_at_outputs(run, rows.inputs)
        raw = run.model.predict(rows.inputs, batch_size=program.settings.batch_size, verbose=0)  # pyright: ignore[reportArgumentType]
    return _named(raw)


def _look_at_outputs(run: Reopened, inputs: Arrays) -> None:
    """Once for rows of a shape: to trace a model takes much longer than to predict a few rows."""
    shapes = tuple(array.shape[1:] for array in by_name(inputs).values())
    if shapes not in run.looked_at:
        check_outputs(run.checked.program, run.model, inputs)
        run.looked_at.add(shapes)


def _named(outputs: object) -> Arrays:
    if isinstance(outputs, list | tuple):
        outputs = {f"output_{index}": one for index, one in enumerate(outputs)}
    if isinstance(outputs, dict):
        return {str(name): _plain(np.asarray(one)) for name, one in outputs.items()}
    return _plain(np.asarray(outputs))


def _plain(array: np.ndarray) -> np.ndarray:
    """Half precision, which few files know, as float32."""
    return (
        array
        if array.dtype.name in ("float64", "float32") or array.dtype.kind in "iub"
        else (array.astype("float32"))
    )
