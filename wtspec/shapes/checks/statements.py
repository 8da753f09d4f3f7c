"""Checks what statements do with shapes: `return`, `assign`, `add_loss`, several targets."""

from __future__ import annotations

from wtspec.errors import Related
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.declared import Layer, Pattern, State
from wtspec.shapes.algebra.polynomial import differ, number
from wtspec.shapes.algebra.shape import Rest, Shape, has_rest, rank_differs
from wtspec.shapes.algebra.show import show_shape
from wtspec.shapes.algebra.values import Abstract, Frame, Several, Tensor, shape_of
from wtspec.shapes.checks.layer import check_same, check_scalar, written_pattern
from wtspec.shapes.declarations import declared_shape, entry_of
from wtspec.shapes.inference import Inference
from wtspec.shapes.match import match
from wtspec.shapes.misfit import MisfitError
from wtspec.shapes.outputs import parts_of


def check_unpacked(
    run: Inference, frame: Frame, node: Expression, value: Abstract, count: int
) -> None:
    """Tells a list or tensor that does not come apart into so many names."""
    length = _length(value)
    if length is None or length == count:
        return
    values = "1 value" if length == 1 else f"{length} values"
    message = f"{count} names can't take {values}"
    run.note(frame, node, MisfitError("unpack-mismatch", message), whole=True)


def _length(value: Abstract) -> int | None:
    match value:
        case Several(items):
            return None if any(isinstance(item, Rest) for item in items) else len(items)
        case Tensor(shape) if shape:
            return number(shape[0])
        case _:
            return None


def check_done(run: Inference, frame: Frame, call: t.Call, values: list[Abstract]) -> None:
    """Tells an assigned value of another shape than its weight, a loss that is no scalar."""
    name = call.function.id if isinstance(call.function, t.Name) else ""
    shapes = [shape_of(value) for value in values]
    if name != "assign":
        run.guard(frame, call.arguments[-1], check_scalar, shapes[-1], f"`{name}` takes")
    elif shapes[0] is not None:
        run.guard(frame, call.arguments[-1], check_same, shapes[-1], shapes[0])


def check_returned(run: Inference, frame: Frame, node: Expression, value: Abstract) -> None:
    """Tells an output that is not what `returns` says, and new states of other shapes."""
    layer = frame.layer
    if layer is None:
        return
    if layer.states:
        if not isinstance(node, t.Tuple) or not isinstance(value, Several):
            return
        _check_states(run, frame, layer, node.items[1:], value.items[1:])
        value, node = _item(value.items[0]), node.items[0]
    match layer.returns:
        case Pattern() as pattern:
            kept = run.guard(frame, node, _check_output, run, frame, pattern, value)
            frame.unkept |= not kept
        case None:
            pass
        case several:
            _check_named(run, frame, several, node, value)


def _item(value: Abstract | Rest) -> Abstract:
    return None if isinstance(value, Rest) else value


def _check_named(
    run: Inference,
    frame: Frame,
    several: tuple[tuple[str | int, Pattern], ...],
    node: Expression,
    value: Abstract,
) -> None:
    if isinstance(several[0][0], int) and not run.guard(frame, node, _check_count, several, value):
        frame.unkept = True
        return
    parts, nodes = parts_of(value), _written(node)
    for name, pattern in several:
        place = nodes.get(name, node)
        kept = run.guard(frame, place, _check_output, run, frame, pattern, parts.get(name))
        frame.unkept |= not kept


def _written(node: Expression) -> dict[str | int, Expression]:
    """The outputs as they are written, where they are."""
    if isinstance(node, t.Dict):
        return {name: item for name, item in node.items}  # noqa: C416 - keys of another type
    return dict(enumerate(node.items)) if isinstance(node, t.Tuple | t.List) else {}


def _check_count(several: tuple[tuple[str | int, Pattern], ...], value: Abstract) -> None:
    items = value.items if isinstance(value, Several) else (value,)
    known = value is not None and not any(isinstance(one, Rest) for one in items)
    if known and (len(items) != len(several) or not isinstance(value, Several)):
        raise MisfitError(
            "returns-mismatch",
            f"`returns` has shapes for {len(several)} outputs, and the body gives {len(items)}",
            expected=f"`return {', '.join('abcdefgh'[: len(several)])}`",
            related=(Related("the first of them", several[0][1].span),),
        )


def _check_states(
    run: Inference,
    frame: Frame,
    layer: Layer,
    nodes: tuple[Expression, ...],
    values: tuple[Abstract | Rest, ...],
) -> None:
    for state, node, value in zip(layer.states, nodes, values, strict=True):
        run.guard(frame, node, _check_state, run, frame, state, _item(value))


def _check_state(run: Inference, frame: Frame, state: State, value: Abstract) -> None:
    shape = shape_of(value)
    sizes = tuple(entry_of(run, frame, entry) for entry in state.shape)
    if shape is None or has_rest(shape):
        return
    own = shape[1:] if shape else ()
    if len(shape) == len(sizes) + 1 and not any(
        differ(one, other) for one, other in zip(own, sizes, strict=True)
    ):
        return
    raise MisfitError(
        "shape-mismatch",
        f"the new `{state.name}` has the shape {show_shape(shape)}, "
        f"but the state has {show_shape((None, *sizes))} behind the batch",
        related=(Related("the state", state.span),),
    )


def _check_output(run: Inference, frame: Frame, pattern: Pattern, value: Abstract) -> None:
    shape, wanted = shape_of(value), declared_shape(run, frame, pattern)
    if shape is None or not _conflicts(run, frame, pattern, shape):
        return
    written = written_pattern(pattern.entries)
    known = show_shape(wanted) if wanted is not None else written
    raise MisfitError(
        "returns-mismatch",
        f"the output has the shape {show_shape(shape)}, but `returns` says `{written}`",
        expected=f"`{written}`" + (f", here {known}" if known != written else ""),
        related=(Related("what `returns` says", pattern.span),),
    )


def _conflicts(run: Inference, frame: Frame, pattern: Pattern, shape: Shape) -> bool:
    """Whether a shape certainly differs from a declared one in rank or in a size."""
    opened = any(isinstance(entry, t.Dots) for entry in pattern.entries)
    if rank_differs(shape, len(pattern.entries) - opened, opened=opened):
        return True
    pairs, _ = match(pattern, shape)
    return any(differ(entry_of(run, frame, entry), size) for entry, size in pairs)
