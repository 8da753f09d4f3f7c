"""Checks a layer as it is used: its inputs against their patterns, and what its weights are."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.errors import Related, Span
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.declared import Input, Layer, Weight
from wtspec.program.dims import dots_index
from wtspec.shapes.algebra.polynomial import differ
from wtspec.shapes.algebra.shape import Entry, Shape, has_rest, rank_differs
from wtspec.shapes.algebra.show import count_axes, in_order, show_shape
from wtspec.shapes.algebra.values import Abstract, Frame, Perhaps, Several, Tensor, shape_of
from wtspec.shapes.checks.cuts import check_cuts
from wtspec.shapes.checks.written import written_entry, written_pattern
from wtspec.shapes.declarations import entry_of, weight_of
from wtspec.shapes.inference import Inference
from wtspec.shapes.match import match
from wtspec.shapes.misfit import End, MisfitError
from wtspec.shapes.operations.reshape import check_fills


def check_inputs(
    run: Inference, frame: Frame, positional: tuple[Abstract, ...], keywords: Mapping[str, Abstract]
) -> None:
    """Refuses inputs that do not fit the patterns of the layer that is called.

    Raises:
        MisfitError: `rank-mismatch`, `shape-mismatch`, `dim-conflict`.
    """
    layer = frame.layer
    for index, one in enumerate(layer.inputs if layer is not None else ()):
        given = positional[index] if index < len(positional) else keywords.get(one.name)
        shape = shape_of(given)
        if layer is None or shape is None:
            continue
        operand = str(index) if index < len(positional) else one.name
        _check_rank(layer, one, shape, operand)
        for entry, size in match(one.pattern, shape)[0]:
            expected = entry_of(run, frame, entry)
            if differ(expected, size):
                raise _conflict(layer, one, entry, (expected, size), operand)


def _check_rank(layer: Layer, one: Input, shape: Shape, operand: str) -> None:
    opened = dots_index(one.pattern) is not None
    wanted, axes = len(one.pattern.entries) - opened, len(shape) - has_rest(shape)
    if rank_differs(shape, wanted, opened=opened):
        takes = f"at least {count_axes(wanted)}" if opened else count_axes(wanted)
        has = f"at least {axes}" if has_rest(shape) else str(axes)
        raise MisfitError(
            "rank-mismatch",
            f"`{layer.name}` takes {takes} for `{one.name}`, but {{{operand}}} has {has}",
            expected=f"`{written_pattern(one.pattern.entries)}`",
            related=(Related("its shape pattern", one.pattern.span),),
        )


def _conflict(
    layer: Layer, one: Input, entry: Expression, sizes: tuple[Entry, Entry], operand: str
) -> MisfitError:
    expected, size = sizes
    name = written_entry(entry)
    axis = _axis(one, entry)
    given = End(operand, axis, size)
    if not isinstance(entry, t.Name) or layer.param(entry.id) is not None:
        return MisfitError(
            "shape-mismatch",
            f"`{layer.name}` takes {{wanted}} as {in_order(axis)} of `{one.name}`, "
            f"but {{{operand}}} has {{given}}",
            expected=f"`{written_pattern(one.pattern.entries)}`",
            related=(Related("its shape pattern", one.pattern.span),),
            wanted=End("", 0, expected, name),
            given=given,
        )
    first = _binding(layer, entry)
    return MisfitError(
        "dim-conflict",
        f"`{name}` of `{layer.name}` is bound to {{known}}, but it is {{given}} in {{{operand}}}",
        related=(
            Related(f"`{name}` is bound here", first),
            Related(f"`{name}` stands here again", entry.span),
        ),
        known=End("", 0, expected),
        given=End("", 0, size),
    )


def _binding(layer: Layer, entry: t.Name) -> Span:
    """Where a dim stands first."""
    entries = (one for other in (*layer.inputs, *layer.wraps) for one in other.pattern.entries)
    return next(one.span for one in entries if isinstance(one, t.Name) and one.id == entry.id)


def _axis(one: Input, entry: Expression) -> int:
    """Where an entry stands in its pattern, from the end if it is the last or behind a `...`."""
    entries = one.pattern.entries
    index = next(i for i, other in enumerate(entries) if other is entry)
    dots = dots_index(one.pattern)
    behind = index == len(entries) - 1 or (dots is not None and index > dots)
    return index - len(entries) if behind and index else index


def check_weights(run: Inference, frame: Frame) -> None:
    """Tells formulas that do not give what a weight needs."""
    for weight in frame.layer.weights if frame.layer is not None else ():
        known = weight_of(run, frame, weight.name)
        shape = shape_of(known)
        with run.silently(isinstance(known, Perhaps) and not frame.general):
            if shape is not None:
                check_cuts(run, frame, weight, shape)
                _check_weight(run, frame, weight, shape)


def _check_weight(run: Inference, frame: Frame, weight: Weight, shape: Shape) -> None:
    built = frame.at()
    built.shape = Several(shape)
    built.names = {**built.dims, weight.name: Tensor(shape)}
    checks = (
        (weight.initializer, check_fills, shape),
        (weight.regularizer, check_scalar, "a regularizer gives"),
        (weight.constraint, check_same, shape),
    )
    for node, check, wanted in checks:
        if isinstance(node, Expression) and not isinstance(node, t.Value | Reference):
            run.guard(built, node, check, shape_of(run.evaluate(built, node)), wanted)


def check_scalar(shape: Shape | None, taker: str) -> None:
    """Refuses a tensor that has axes.

    Args:
        taker: Who wants a scalar, as `add_loss takes`.

    Raises:
        MisfitError: `not-a-scalar`.
    """
    if shape and (len(shape) > 1 or not has_rest(shape)):
        raise MisfitError(
            "not-a-scalar",
            f"{taker} a scalar, but this has the shape {show_shape(shape)}",
            help="take its `mean` or `sum`",
        )


def check_same(shape: Shape | None, target: Shape) -> None:
    """Refuses a tensor that is to take another's place and is not of its shape.

    Raises:
        MisfitError: `shape-mismatch`.
    """
    if shape is None or has_rest(shape) or has_rest(target):
        return
    if len(shape) != len(target) or any(
        differ(one, other) for one, other in zip(shape, target, strict=True)
    ):
        message = f"{{value}} has not the shape {show_shape(target)}"
        raise MisfitError("shape-mismatch", message)
