"""Turns an exception out of generated source into a fault at a place of the spec."""

from __future__ import annotations

import ast
import traceback

from wtspec.codegen.frames import Step, steps
from wtspec.codegen.origin import Owner, find_owner, find_span, find_sublayer
from wtspec.errors import Diagnostic, Related, Span, SpecError
from wtspec.model.faults.components import find_component
from wtspec.model.faults.translate import Complaint, translate
from wtspec.model.generated import Generated
from wtspec.program.program import Program


def locate_fault(error: BaseException, code: Generated) -> SpecError | None:
    """The exception as a fault of the spec; None if it came out of nothing that the spec says.

    Args:
        error: Raised while the model was built, called or trained.
    """
    passed = steps(error, code.module)
    while not passed and error.__context__ is not None:  # Keras fails to say what failed
        error = error.__context__
        passed = steps(error, code.module)
    placed = [(step, span) for step in passed if (span := _span(code.program, step)) is not None]
    if not passed:
        return None
    owner = find_owner(code.program, passed[0].scope)
    step, span = placed[0] if placed else (passed[0], owner.span if owner is not None else None)
    complaint = _explain(error, passed[0], owner)
    around = [other for _, other in placed[1:] if span is None or not _same_line(other, span)]
    return SpecError(
        Diagnostic(
            complaint.code,
            complaint.message,
            span,
            received=complaint.received or _operands(step, owner) or None,
            help=complaint.help,
            related=tuple(Related("used here", other) for other in dict.fromkeys(around)),
        )
    )


def raise_located(error: Exception, code: Generated) -> None:
    """Raises the error anew as one at a place of the spec, if it has one."""
    located = error if isinstance(error, SpecError) else locate_fault(error, code)
    if located is not None:
        traceback.clear_frames(error.__traceback__)  # they hold every tensor of a failed build
        raise located from error


def _span(program: Program, step: Step) -> Span | None:
    if step.scope in ("compile_model", "make_callbacks"):
        return find_component(program, step.text)
    owner = find_owner(program, step.scope)
    return find_span(program, owner, step) if step.line is not None else find_sublayer(owner, step)


def _same_line(one: Span, other: Span) -> bool:
    return one.source is other.source and one.line == other.line


def _explain(error: BaseException, step: Step, owner: Owner | None) -> Complaint:
    nothing = [name for name, value in _values(step, owner) if value is None]
    if isinstance(error, TypeError) and "NoneType" in str(error) and nothing:
        message = f"`{nothing[0]}` does not exist here"
        if owner is not None and owner.is_conditional(nothing[0]):
            message = f"{message} (its `when` is false)"
        else:
            message = f"{message}: it is none"
        help = f"choose, as in `… if {nothing[0]} is none else …`"
        return Complaint("no-value", message, help)
    return translate(error)


def _operands(step: Step, owner: Owner | None) -> str:
    """The shapes and dtypes of the tensors that an expression names."""
    shown = [
        f"{name}: {_shape(value)}"
        for name, value in _values(step, owner)
        if hasattr(value, "shape") and hasattr(value, "dtype")
    ]
    return ", ".join(shown)


def _shape(value: object) -> str:
    sizes = [str(size) if isinstance(size, int) else "?" for size in getattr(value, "shape", ())]
    inner = f"{sizes[0]}," if len(sizes) == 1 else ", ".join(sizes)
    dtype = getattr(value, "dtype", "")
    return f"({inner}) {getattr(dtype, 'name', dtype)}"


def _values(step: Step, owner: Owner | None) -> list[tuple[str, object]]:
    """What the names in an expression stand for, by the names that the spec has for them."""
    try:
        tree = ast.parse(step.text.strip(), mode="eval")
    except SyntaxError:
        return []
    values: dict[str, object] = {}
    layer = step.locals.get("self")
    for node in sorted(ast.walk(tree), key=_position):
        if isinstance(node, ast.Name) and node.id in step.locals and node.id != "self":
            values[node.id.rstrip("_")] = step.locals[node.id]
        elif (attribute := _own_attribute(node)) is not None and hasattr(layer, attribute):
            declared = owner.declared(attribute) if owner is not None else attribute
            values[declared] = getattr(layer, attribute)
    return list(values.items())


def _position(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _own_attribute(node: ast.AST) -> str | None:
    match node:
        case ast.Attribute(value=ast.Name(id="self"), attr=attribute):
            return attribute
        case _:
            return None
