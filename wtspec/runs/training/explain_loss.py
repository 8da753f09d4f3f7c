"""Says what was not finite when the very first loss of a training is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from wtspec.data.batches import epoch_order
from wtspec.data.rows import Arrays, Rows, by_name
from wtspec.errors import SpecError
from wtspec.model import weights
from wtspec.program.program import Program
from wtspec.train.watch import LostError

if TYPE_CHECKING:
    import keras

HELP = {
    "weights": "an initializer, or the file that they come from, gives numbers that are none",
    "outputs": "look for a division by zero, a logarithm or root of what may be negative, or an"
    " overflow of 16 bits; `standardize(…)` makes inputs small",
    "loss": "the loss takes a logarithm or a quotient of numbers that the output may have; losses"
    " of logits say `from_logits: true`",
}


def explain_loss(error: LostError, program: Program, model: keras.Model, rows: Rows) -> SpecError:
    """The fault of a training's first step, with what it comes from; other steps' as it is.

    Args:
        error: Of the step.
        program: That was trained.
        model: Built anew, with the weights that it began with.
        rows: To train on.
    """
    (fault,) = error.diagnostics
    if not error.is_first:
        return error
    message, cause = _cause(program, model, rows)
    if cause is None:
        return error
    return SpecError(replace(fault, message=f"{fault.message}: {message}", help=HELP[cause]))


def _cause(program: Program, model: keras.Model, rows: Rows) -> tuple[str, str | None]:
    path = next((one for one, value in weights(model).items() if not _finite(value)), None)
    if path is not None:
        return f"the weight `{path}` is not finite from the start", "weights"
    outputs = model(_first_batch(program, rows), training=True)
    for name, value in by_name(outputs).items():
        if not _finite(value):
            what = f"the output `{name}`" if name else "the model's output"
            return f"{what} is not finite, with the weights that it begins with", "outputs"
    if model.losses and not all(_finite(one) for one in model.losses):
        return "what layers add to the loss is not finite", "outputs"
    return "the outputs are finite, and the loss of them is not", "loss"


def _first_batch(program: Program, rows: Rows) -> Arrays:
    settings = program.settings
    first = epoch_order(rows.count, settings.seed, 0, settings.shuffle)[: settings.batch_size]
    if isinstance(rows.inputs, dict):
        return {name: array[first] for name, array in rows.inputs.items()}
    return rows.inputs[first]


def _finite(value: object) -> bool:
    array = np.asarray(value)
    return array.dtype.kind not in "fc" or bool(np.isfinite(array.astype("float64")).all())
