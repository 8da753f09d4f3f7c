"""Compares what a file has for a weight with the weight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from wtspec.errors import Diagnostic, Report, Span, SpecError
from wtspec.language.print import quote
from wtspec.model.generated import Generated
from wtspec.model.mesh.parts import HeldParts
from wtspec.model.pretrained.header import MOST_AXES, StoredTensor, is_known
from wtspec.model.pretrained.sources import TensorSource
from wtspec.model.pretrained.storage import stored_dtype
from wtspec.model.pretrained.tensors import infer
from wtspec.program.bound import Operation
from wtspec.resolve.layers.pretrained import tensor_names

if TYPE_CHECKING:
    from wtspec.model.stacks import ModelWeight

_AT_ONCE = 2**20
"""Numbers that are compared: copies of all would take their memory."""


def wanted(variable: ModelWeight) -> StoredTensor:
    """What a weight takes."""
    return StoredTensor(tuple(variable.shape), stored_dtype(variable))


def compare(
    report: Report,
    code: Generated,
    sources: Iterable[TensorSource],
    stored: Mapping[str, StoredTensor],
    by_path: Mapping[str, ModelWeight],
) -> None:
    """Reports what does not fit; of the weights of a line those that differ alike in one error."""
    alike: dict[tuple[Span, str, str, str], list[tuple[TensorSource, Diagnostic]]] = {}
    for source in sources:
        tensors = {name: stored[name] for name in source.names}
        fault = _fault(code, source, tensors, wanted(by_path[source.path]))
        if fault is not None:
            key = (source.span, fault.code, fault.expected or "", _shapes(fault.received or ""))
            alike.setdefault(key, []).append((source, fault))
    for faults in alike.values():
        report.add(_told_once(faults))


def check_tensors(source: TensorSource, tensors: Mapping[str, Any]) -> None:
    """Refuses numbers that formulas, which compute in 32 bits, have no room for.

    Raises:
        SpecError: `weight-mismatch`.
    """
    import jax
    import numpy as np

    if source.formula is None or jax.config.values["jax_enable_x64"]:
        return
    for name, tensor in tensors.items():
        if tensor.dtype.kind in "iuf":
            narrow = np.dtype(tensor.dtype.name.replace("64", "32"))
            _check_room(source, name, tensor, narrow)


def check_value(source: TensorSource, value: object, variable: ModelWeight) -> None:
    """Refuses numbers that a weight's dtype has no room for: they would come out as others.

    Raises:
        SpecError: `weight-mismatch`.
    """
    import numpy as np

    dtype = np.dtype(stored_dtype(variable))
    for part in value.parts.values() if isinstance(value, HeldParts) else [np.asarray(value)]:
        _check_room(source, source.path, part, dtype)


def _check_room(source: TensorSource, name: str, array: Any, dtype: Any) -> None:  # noqa: ANN401 - arrays
    import numpy as np

    if array.dtype == dtype or not array.size or np.can_cast(array.dtype, dtype):
        return
    flat = array.reshape(-1)
    for at in range(0, flat.size, _AT_ONCE):
        block = flat[at : at + _AT_ONCE]
        lost = _without_room(block, dtype)
        if lost.any():
            raise SpecError(
                Diagnostic(
                    "weight-mismatch",
                    f"`{name}` holds numbers that {dtype.name} has no room for",
                    source.span,
                    expected=dtype.name,
                    received=f"{block[lost][0]}",
                )
            )


def _without_room(numbers: Any, dtype: Any) -> Any:  # noqa: ANN401 - arrays
    """Which numbers would come out as others."""
    import numpy as np

    with np.errstate(all="ignore"):
        cast = numbers.astype(dtype)
        if dtype.kind in "iub":
            return cast != numbers
        return np.isfinite(numbers.astype("float64")) & ~np.isfinite(cast.astype("float64"))


def _fault(
    code: Generated,
    source: TensorSource,
    tensors: Mapping[str, StoredTensor],
    aim: StoredTensor,
) -> Diagnostic | None:
    for name, tensor in tensors.items():
        reason = _unreadable(name, tensor)
        if reason is not None:
            return Diagnostic("unreadable-file", reason, source.span)
    try:
        actual = infer(code, source, tensors)
    except SpecError as error:
        return error.diagnostics[0]
    if actual.shape == aim.shape and _kind(actual) == _kind(aim):
        return None
    return Diagnostic(
        "weight-mismatch",
        f"`{source.path}` and what the file has for it differ",
        source.span,
        expected=str(aim),
        received=f"{actual} from {', '.join(f'`{name}`' for name in source.names)}",
        help=_repair(source, actual, aim),
    )


def _unreadable(name: str, tensor: StoredTensor) -> str | None:
    if not is_known(tensor.dtype):
        return f"the tensor `{name}` is of {tensor.dtype}, which can't be read"
    if len(tensor.shape) > MOST_AXES:
        return f"the tensor `{name}` has {len(tensor.shape)} axes; at most {MOST_AXES} can be read"
    return None


def _kind(tensor: StoredTensor) -> str:
    kinds = [kind for kind in ("float", "complex") if kind in tensor.dtype]
    return kinds[0] if kinds else "integer"


def _told_once(faults: list[tuple[TensorSource, Diagnostic]]) -> Diagnostic:
    source, fault = faults[0]
    if len(faults) == 1:
        return fault
    others = f"`{source.path}` and {len(faults) - 1} weights like it"
    return replace(fault, message=fault.message.replace(f"`{source.path}`", others, 1))


def _shapes(received: str) -> str:
    """What was received, whatever it is from."""
    return received.partition(" from ")[0]


def _repair(source: TensorSource, actual: StoredTensor, aim: StoredTensor) -> str | None:
    """The formula that gives what the weight takes, where axes or the kind are others."""
    given = _written(source)
    if sorted(actual.shape) != sorted(aim.shape):
        formula = f"reshape({given}, {list(aim.shape)})"
        return f"`={formula}` has that shape" if prod(actual.shape) == prod(aim.shape) else None
    if actual.shape != aim.shape:
        axes = _order(actual.shape, aim.shape)
        match source.formula:
            case Operation(function, (inner,), ()) if (
                function.name == "transpose" and len(axes) == 2
            ):
                return f"`={inner.span.text}` has that shape"
            case _:
                pass
        turned = "" if axes == tuple(reversed(range(len(axes)))) else f", axes={list(axes)}"
        return f"`=transpose({given}{turned})` has that shape"
    return f'`=cast({given}, "{aim.dtype}")` makes it one' if _kind(aim) == "float" else None


def _order(actual: tuple[int, ...], aim: tuple[int, ...]) -> tuple[int, ...]:
    """The axes of what was found, in an order that gives the sizes that are wanted.

    That of PyTorch's kernels is tried first, whose window comes last, and whose output channels
    come before those of the input.
    """
    count = len(actual)
    for axes in ((*range(2, count), 1, 0), tuple(reversed(range(count)))):
        if tuple(actual[axis] for axis in axes) == aim:
            return axes
    left = list(range(count))
    return tuple(
        left.pop(next(i for i, axis in enumerate(left) if actual[axis] == size)) for size in aim
    )


def _written(source: TensorSource) -> str:
    """The source as a formula."""
    if source.line is None:
        return f"tensor({quote(source.path)})"
    if source.formula is None:
        return f"tensor({quote(tensor_names(source.line.source)[0])})"
    span = source.formula.span
    return span.text if span.line == span.end_line else "…"
