"""Text where a component's name belongs: a call as Python writes it, or a formula without `=`."""

from __future__ import annotations

import re

from wtspec.catalog import Kind, Parameter, activations, component
from wtspec.document import Scalar
from wtspec.errors import SpecError, with_article
from wtspec.language import Expression, parse_expression
from wtspec.language import tree as t
from wtspec.resolve.context import Context

_MODULES = re.compile(r"(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_]\w*\()")
_FORMULAS = ("initializer", "regularizer", "constraint", "loss", "metric")
"""Kinds that a formula can stand for."""


def note_written(context: Context, name: Scalar, kind: Kind) -> bool:
    """Notes a text that names no component of the kind, if it can be told what it is."""
    text = _MODULES.sub("", name.text, count=1)
    try:
        parsed = parse_expression(text, lambda start, end: name.span)  # noqa: ARG005
    except SpecError:
        return False
    if isinstance(parsed, t.Call) and isinstance(parsed.function, t.Name):
        written = _component(context, parsed, kind)
        if written is not None:
            context.report.error(
                f"unknown-{kind}",
                f"{with_article(kind)} is not written as a call",
                name.span,
                expected="`Name`, `{Name: value}` or `{Name: {argument: value}}`",
                received=f"`{name.text}`",
                help=f"write `{written}`",
            )
            return True
    if kind not in _FORMULAS or name.value is None:
        return False
    if isinstance(parsed, t.Tuple):
        _note_several(context, name, kind)
        return True
    formula = f'{{name: "={text}"}}' if kind == "metric" else _formula(name)
    message = f"`{name.text}` is a formula: a formula starts with `=`"
    context.report.error("bare-formula", message, name.span, help=f"write `{formula}`")
    return True


def _note_several(context: Context, name: Scalar, kind: Kind) -> None:
    listed = kind == "metric"
    context.report.error(
        "wrong-type",
        f"`{name.text}` is several names",
        name.span,
        expected=f"{with_article(kind)}{', or a list of them' if listed else ''}",
        help=f"write `[{name.text}]`" if listed else None,
    )


def _formula(node: Scalar) -> str:
    quoted = node.style == "quoted" or ": " in node.text or " #" in node.text
    return f'"={node.text}"' if quoted else f"={node.text}"


def _component(context: Context, call: t.Call, kind: Kind) -> str | None:
    """A call of Python's as the file writes it; None where it calls no such component."""
    name = call.function.id if isinstance(call.function, t.Name) else ""
    if kind == "layer" and name in activations():
        return name
    parameters = _parameters(context, name, kind)
    if parameters is None:
        return None
    names = [parameter.name for parameter in parameters if not parameter.keyword_only]
    given = [(n, value) for n, value in zip(names, call.arguments, strict=False)]
    given += [(keyword.name, keyword.value) for keyword in call.keywords]
    written = ", ".join(f"{n}: {_value(context, value)}" for n, value in given)
    return f"{{{name}: {{{written}}}}}" if written else name


def _parameters(context: Context, name: str, kind: Kind) -> tuple[Parameter, ...] | None:
    if kind == "layer" and name in context.names.layer_names:
        layer = context.names.layer(name)
        return tuple(Parameter(one.name) for one in layer.params) if layer else ()
    found = component(kind, name)
    return found.parameters if found is not None else None


def _value(context: Context, value: Expression) -> str:
    match value:
        case t.Value(value=None):
            return "null"
        case t.Value(value=bool() as truth):
            return str(truth).lower()
        case t.Value(value=plain):
            return str(plain)
        case t.Negative(operand=t.Value(value=int() | float() as number)):
            return f"-{number}"
        case t.List(items) | t.Tuple(items):
            return f"[{', '.join(_value(context, item) for item in items)}]"
        case t.Name(name):
            return f"={name}"
        case _:
            return "…"
