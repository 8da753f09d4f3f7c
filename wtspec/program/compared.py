"""Whether targets and outputs are what a loss or metric compares."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from wtspec.catalog import Asks, asks, component
from wtspec.language import tree as t
from wtspec.program.declared import Use
from wtspec.program.training import Measure

Sizes = tuple[int | None, ...]
"""A shape, the batch first; None for a size that is not known."""

_FREE = ("axis", "sparse_y_true", "sparse_y_pred", "multi_label")
"""Arguments that change what is asked for."""

SHAPES = {
    "same": "targets of the outputs' shape",
    "exact": "targets of the outputs' very shape",
    "labels": "labels, whole numbers of the outputs' shape without the last axis",
    "ids": "one whole number a row",
    "sequences": "a row of labels for each row",
}


_VECTORS = "of labels, `one_hot(…)` in `data.targets` makes vectors"


class Misfit(Struct, frozen=True):
    """Why a measure can't compare targets and outputs.

    Attributes:
        of_outputs: Whether the outputs are at fault, whatever the targets are.
    """

    expected: str
    received: str
    help: str | None = None
    of_outputs: bool = False


def asked(measure: Measure, kind: Literal["loss", "metric"]) -> Asks | None:
    """What a measure asks for; None where nothing is known."""
    use = measure.value
    if not isinstance(use, Use) or any(name in _FREE for name, _ in use.arguments):
        return None
    return asks(kind, use.name)


def misfit(
    wanted: Asks, measure: Measure, target: Sizes | None, output: Sizes, kind: str
) -> Misfit | None:
    """What is certainly wrong with these shapes.

    Args:
        wanted: What the measure asks for.
        measure: A component.
        target: None where not even the rank is known.
        output: Of the output that the target is compared with.
        kind: `loss` or `metric`.
    """
    least, most = wanted.rank
    if not least <= len(output) <= (most or len(output)):
        return Misfit(f"outputs {_ranks(wanted)}", f"outputs {shown(output)}", of_outputs=True)
    if (units := output[-1]) is not None and units < wanted.units and len(output) > 1:
        expected = f"outputs of at least {wanted.units} units, over which it is computed"
        return Misfit(expected, f"outputs {shown(output)}", of_outputs=True)
    if target is None or _fits(wanted, target, output):
        return None
    expected = f"{SHAPES[wanted.targets]}, {_wanted(wanted, output)}"
    return Misfit(expected, shown(target), _advice(wanted, measure, target, output, kind))


def ignored_label(measure: Measure) -> int | None:
    """The label that a measure passes over, wherever it is."""
    use = measure.value
    value = dict(use.arguments).get("ignore_class") if isinstance(use, Use) else None
    if isinstance(value, t.Negative) and isinstance(value.operand, t.Value):
        operand = value.operand.value
        return -operand if isinstance(operand, int) else None
    return value.value if isinstance(value, t.Value) and isinstance(value.value, int) else None


def shown(shape: Sizes) -> str:
    """A shape as the language writes it."""
    sizes = ("_" if size is None else str(size) for size in shape[1:])
    return f"[{', '.join(('batch', *sizes))}]"


def _ranks(wanted: Asks) -> str:
    least, most = wanted.rank
    axes = ("batch", *("_" for _ in range(least - 2)), *(("units",) if least > 1 else ()))
    return f"[{', '.join(axes)}]" + ("" if most == least else ", or of more dims")


def _wanted(wanted: Asks, output: Sizes) -> str:
    if wanted.targets == "ids":
        return shown(output[:1])
    if wanted.targets == "sequences":
        return "[batch, length]"
    return shown(output[:-1] if wanted.targets == "labels" else output)


def _fits(wanted: Asks, target: Sizes, output: Sizes) -> bool:
    takes_axis_away = len(output) > 2 and output[-1] == 1
    if takes_axis_away and wanted.targets in ("labels", "sequences"):
        return False
    match wanted.targets:
        case "same":
            return _agree(_stripped(target), _stripped(output))
        case "exact":
            return _agree(target, output)
        case "labels":
            return _agree(_stripped(target), _stripped(output[:-1]))
        case "ids":
            return len(_stripped(target)) == 1
        case _:
            return len(target) == 2


def _agree(target: Sizes, output: Sizes) -> bool:
    if len(target) != len(output):
        return False
    return all(a == b for a, b in zip(target, output, strict=True) if None not in (a, b))


def _stripped(shape: Sizes) -> Sizes:
    """A shape without axes of size 1 at the end, which are made or taken away at need."""
    while len(shape) > 1 and shape[-1] == 1:
        shape = shape[:-1]
    return shape


def _advice(wanted: Asks, measure: Measure, target: Sizes, output: Sizes, kind: str) -> str | None:
    assert isinstance(measure.value, Use)  # noqa: S101 - only components ask
    name, of_labels = measure.value.name, len(target) == len(output) - 1
    known: Literal["loss", "metric"] = "loss" if kind == "loss" else "metric"
    if wanted.targets in ("same", "exact") and of_labels and output[-1] != 1:
        sparse = f"Sparse{name}"
        found = component(known, sparse) is not None
        return f"for whole labels there is `{sparse}`" if found else _VECTORS
    if wanted.targets == "exact" and _agree(_stripped(target), _stripped(output)):
        return "`expand_dims(…, -1)` makes the targets a column"
    dense = name.removeprefix("Sparse")
    if wanted.targets == "labels" and dense != name and _agree(target, output):
        return f"for vectors, one entry a class, there is `{dense}`"
    return None
