"""Prints what refuses params and sizes that a layer's requirements rule out."""

from __future__ import annotations

from dataclasses import replace

from msgspec.structs import replace as replace_node

from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Lines
from wtspec.codegen.naming import classes_name, dim_variable
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.print import quote
from wtspec.program.bound import Reference, StaticCall
from wtspec.program.declared import Layer, Requirement
from wtspec.program.requires import reads_sizes
from wtspec.program.walk import below, expressions

_NEGATED: dict[t.CompareOperator, t.CompareOperator] = {
    "==": "!=",
    "!=": "==",
    "is": "is not",
    "is not": "is",
}
_TURNED: dict[t.CompareOperator, t.CompareOperator] = {"<": ">=", ">=": "<", ">": "<=", "<=": ">"}
"""What holds where an order does not: of numbers, among which there is no NaN."""

_WHOLE = ("int", "bool", "str", "int or list", "list or int")


def print_early(printer: Printer, layer: Layer) -> Lines:
    """In `__init__`: the requirements of params alone."""
    kept = {one.name: printer.attributes[one.name] for one in layer.params if _is_changed(one.type)}
    printer = replace(printer, names={**printer.names, **kept})
    early = [one for one in layer.requires if not reads_sizes(layer, one)]
    return [line for one in early for line in _print(printer, layer, one, [])]


def print_late(printer: Printer, layer: Layer, sizing: set[str]) -> Lines:
    """In `build`: the requirements of sizes; none is asked of a size that is open.

    Args:
        sizing: The dims whose sizes are known there for sure.
    """
    lines: Lines = []
    for one in late_requirements(layer):
        lines += _print(printer, layer, one, _known(printer, one.test, sizing))
    return lines


def late_requirements(layer: Layer) -> list[Requirement]:
    """The requirements that wait for `build`."""
    return [one for one in layer.requires if reads_sizes(layer, one)]


def _is_changed(type_: str | None) -> bool:
    """Whether a layer keeps a param's value in another form than it may be given in."""
    return type_ is not None and type_ not in ("int", "float", "bool", "str")


def _print(printer: Printer, layer: Layer, one: Requirement, known: list[str]) -> Lines:
    fails = _negated(one.test, layer)
    test = printer.print(fails)
    if known and ((isinstance(fails, t.Logical) and fails.operator == "or") or _is_choice(fails)):
        test = f"({test})"
    received = _received(printer, one.test)
    message = quote(f"Expected {one.text}. " if received else f"Expected {one.text}")
    return [
        f"if {' and '.join([*known, test])}:",
        "    raise ValueError(",
        f"        {message}",
        *([f'        f"Received: {received}"'] if received else []),
        "    )",
    ]


def _is_choice(test: Expression) -> bool:
    return isinstance(test, t.Conditional)


def _negated(test: Expression, layer: Layer) -> Expression:
    """The opposite of a condition, as one would write it."""
    match test:
        case t.Not(operand):
            return operand
        case t.Compare(_, (operator,), _) if operator in _NEGATED:
            return replace_node(test, operators=(_NEGATED[operator],))
        case t.Compare(_, (operator,), _) if operator in _TURNED and _is_whole(test, layer):
            return replace_node(test, operators=(_TURNED[operator],))
        case _:
            return t.Not(test, span=test.span)


def _is_whole(test: Expression, layer: Layer) -> bool:
    """Whether a comparison is of whole numbers."""
    names = [one for one in expressions(test) if isinstance(one, Reference) and one.role == "param"]
    params = [layer.param(one.name) for one in names]
    return all(param is not None and param.type in _WHOLE for param in params)


def _received(printer: Printer, test: Expression) -> str:
    """The values of a requirement's names, for an f-string."""
    found: dict[str, str] = {}
    for node in expressions(test):
        match node:
            case Reference(name, "param"):
                found[name] = f"{{{printer.print(node)}!r}}"
            case Reference(name, "dim"):
                found[name] = f"{{{dim_variable(name)}}}"
            case Reference(name, "classes"):
                found[classes_name(name)] = f"{{{printer.print(node)}}}"
            case Reference(name, "shaped"):
                found[f"{name}.shape"] = f"{{{printer.shape(name)}}}".replace('"', "'")
            case _:
                pass
    return ", ".join(f"{name}={text}" for name, text in found.items())


def _known(printer: Printer, test: Expression, sizing: set[str]) -> list[str]:
    """The conditions under which all sizes that a requirement uses are known."""
    single: dict[str, None] = {}
    listed: dict[str, None] = {}
    waiting = [test]
    while waiting:
        node = waiting.pop(0)
        match node:
            case Reference(name, "dim"):
                single |= {} if name in sizing else {dim_variable(name): None}
            case StaticCall("ndim") | StaticCall("len", (StaticCall("shape"),)):
                pass
            case t.Subscript(StaticCall("shape"), index) if not _reads_locals(index):
                sizes = listed if isinstance(index, t.Slice) else single
                sizes[printer.print(node)] = None
                waiting += below(index)
            case StaticCall("shape"):
                listed[f"{printer.print(node)}[1:]"] = None
            case _:
                waiting += below(node)
    found = [f"None not in {sizes}" for sizes in listed]
    if len(single) == 1:
        return [f"{next(iter(single))} is not None", *found]
    return [f"None not in ({', '.join(single)})", *found] if single else found


def _reads_locals(index: Expression) -> bool:
    return any(isinstance(one, Reference) and one.role == "local" for one in expressions(index))
