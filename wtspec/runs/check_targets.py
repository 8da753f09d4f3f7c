"""Checks targets against what the model gives, before it is trained on them."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from wtspec.build.masks import tracing
from wtspec.build.model import raise_located
from wtspec.data.check import check_labels
from wtspec.errors import Report, Span
from wtspec.program.declared import Measure, Program, Use
from wtspec.train.rows import Arrays, Rows

if TYPE_CHECKING:
    import keras

Sizes = tuple[int | None, ...]

_ENTRYWISE = frozenset(
    {
        "BinaryCrossentropy",
        "BinaryFocalCrossentropy",
        "CategoricalCrossentropy",
        "CategoricalFocalCrossentropy",
        "Huber",
        "KLDivergence",
        "LogCosh",
        "MeanAbsoluteError",
        "MeanAbsolutePercentageError",
        "MeanSquaredError",
        "MeanSquaredLogarithmicError",
        "Poisson",
    }
)
"""Losses that compare each entry of a target with the same entry of an output."""


def check_targets(
    program: Program, module: ModuleType, model: keras.Model, parts: dict[str, Rows]
) -> None:
    """Looks for targets that do not fit the outputs that they are compared with.

    Raises:
        SpecError: `label-out-of-range`, `target-shape`; what fails as the model is called.
    """
    losses = _losses(program)
    if not losses:
        return
    shapes = _output_shapes(program, module, model, parts["train"].inputs)
    report = Report()
    for part, rows in parts.items():
        targets = rows.targets if isinstance(rows.targets, dict) else {"": rows.targets}
        for name, loss in losses.items():
            if name in shapes and (array := targets.get(name)) is not None:
                what = f"{part} target `{name}`" if name else f"the {part} target"
                _check(what, loss, array, shapes[name], report, _span(program, name))
    report.check()


def _losses(program: Program) -> dict[str, str]:
    """The class of Keras's that each output's loss is of; of other losses nothing is known."""
    loss = program.training.loss if program.training is not None else None
    measures = {"": loss} if isinstance(loss, Measure) else dict(loss or ())
    return {
        name: measure.value.name
        for name, measure in measures.items()
        if isinstance(measure.value, Use) and not isinstance(measure.value.component, str)
    }


def _span(program: Program, name: str) -> Span | None:
    targets = program.data.targets if program.data is not None else None
    found = dict(targets).get(name) if isinstance(targets, tuple) else targets
    return found.span if found is not None else None


def _output_shapes(
    program: Program, module: ModuleType, model: keras.Model, inputs: Arrays
) -> dict[str, Sizes]:
    import keras

    specs = keras.tree.map_structure(
        lambda array: keras.KerasTensor((None, *array.shape[1:]), array.dtype.name), inputs
    )
    try:
        with tracing():
            outputs = model.compute_output_spec(specs)
    except Exception as error:
        raise_located(error, program, module)
        raise
    named = outputs if isinstance(outputs, dict) else {"": outputs}
    return {
        name: tuple(tensor.shape)
        for name, tensor in named.items()
        if isinstance(tensor, keras.KerasTensor)
    }


def _check(
    what: str, loss: str, array: np.ndarray, output: Sizes, report: Report, span: Span | None
) -> None:
    if loss == "SparseCategoricalCrossentropy":
        if (classes := output[-1]) is not None:
            check_labels(what, array, classes, report, span)
        return
    if loss not in _ENTRYWISE:
        return
    if _differ(array.shape[1:], output[1:]):
        report.error(
            "target-shape",
            f"{what} has another shape than the output that `{loss}` compares it with",
            span,
            expected=_shown(output[1:]),
            received=_shown(array.shape[1:]),
            help=_advice(loss, array, output),
        )
    elif loss.startswith("Binary"):
        _check_binary(what, loss, array, report, span)


def _check_binary(
    what: str, loss: str, array: np.ndarray, report: Report, span: Span | None
) -> None:
    low, high = float(array.min()), float(array.max())
    if low < 0 or high > 1:
        report.error(
            "label-out-of-range",
            f"{what} has labels that `{loss}` does not know",
            span,
            expected="0, 1, or a probability between them",
            received=f"numbers from {low:g} to {high:g}",
        )


def _advice(loss: str, array: np.ndarray, output: Sizes) -> str | None:
    is_of_labels = array.ndim == 1 and len(output) == 2
    if loss == "CategoricalCrossentropy" and is_of_labels:
        return "for whole labels there is `SparseCategoricalCrossentropy`"
    return None


def _differ(target: Sizes, output: Sizes) -> bool:
    """Whether sizes that are both known differ; axes of size 1 at the end do not count."""
    target, output = _stripped(target), _stripped(output)
    if len(target) != len(output):
        return True
    return any(a != b for a, b in zip(target, output, strict=True) if None not in (a, b))


def _stripped(shape: Sizes) -> Sizes:
    while shape and shape[-1] == 1:
        shape = shape[:-1]
    return shape


def _shown(shape: Sizes) -> str:
    sizes = ("_" if size is None else str(size) for size in shape)
    return f"[{', '.join(('batch', *sizes))}]"
