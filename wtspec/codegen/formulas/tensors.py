"""Makes tensors of weights where a `keras.Variable` would not do.

Variables stand for tensors in arithmetic, in subscripts and in most of Keras's functions. JAX's
own functions, which the others hand them to, refuse them, and so does whoever is returned one.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import TypeVar

from msgspec.structs import replace

from wtspec.language import Expression, Extension
from wtspec.language import tree as t
from wtspec.program.bound import LayerCall, Operation, OwnCall, Reference, WeightOf
from wtspec.program.declared import Function
from wtspec.program.walk import in_blocks, in_statements

Call = TypeVar("Call", Operation, OwnCall)

Taken = dict[str, dict[str, bool]]
"""Of each of the file's functions, whether its parameters, in order, must be tensors."""


class AsTensor(Extension, frozen=True):
    """A weight that is made a tensor."""

    weight: Expression


def as_tensors(node: Expression) -> Expression:
    """A value whose weights, unless they are computed with, are made tensors."""
    match node:
        case Reference(_, "weight" | "own") | WeightOf():
            return AsTensor(node, span=node.span)
        case t.Conditional(_, body, orelse):
            return replace(node, body=as_tensors(body), orelse=as_tensors(orelse))
        case t.List(items) | t.Tuple(items):
            return replace(node, items=tuple(as_tensors(item) for item in items))
        case t.Dict(items):
            return replace(node, items=tuple((key, as_tensors(item)) for key, item in items))
        case t.Comprehension(element, _):
            return replace(node, element=as_tensors(element))
        case _:
            return node


def taken_as_tensors(functions: tuple[Function, ...]) -> Taken:
    """Which parameters of functions must be given as tensors, because of what is done to them."""
    found: Taken = {
        one.name: dict.fromkeys((name for name, _ in one.parameters), False) for one in functions
    }
    waiting = True
    while waiting:  # until nothing more follows: functions call each other
        waiting = False
        for function in functions:
            known = found[function.name]
            names = needed_names(function.body.statements, found) & known.keys()
            waiting |= any(not known[name] for name in names)
            known.update(dict.fromkeys(names, True))
    return found


def given_as_tensors(node: OwnCall, taken: Taken) -> OwnCall:
    """A call of one of the file's functions, its arguments made tensors where they must be."""
    parameters = taken.get(node.function, {})
    needed = {name for name, holds in parameters.items() if holds}
    return change_arguments(node, list(parameters), needed, as_tensors)


def operands_as_tensors(node: Operation) -> Operation:
    """A call of Keras's, its arguments made tensors where it takes no variable."""
    alone = node.function.tensors_alone
    return change_arguments(node, _names(node), alone, as_tensors) if alone else node


def arguments_as_tensors(node: LayerCall) -> LayerCall:
    """A call, all its arguments made tensors."""
    return replace(node, arguments=tuple(as_tensors(one) for one in node.arguments))


def change_arguments(
    node: Call, names: list[str], chosen: Container[str], change: Callable[[Expression], Expression]
) -> Call:
    """A call, its arguments for some parameters changed.

    Args:
        names: Of the parameters, by position.
        chosen: The names of those whose arguments change.
    """
    pairs = zip(node.arguments, names, strict=False)
    arguments = tuple(change(one) if name in chosen else one for one, name in pairs)
    keywords = tuple(
        replace(one, value=change(one.value)) if one.name in chosen else one
        for one in node.keywords
    )
    return replace(node, arguments=arguments, keywords=keywords)


def given_to(node: Operation | OwnCall, names: list[str]) -> list[tuple[str, Expression]]:
    """The arguments of a call with the parameters that they are given to."""
    by_position = zip(names, node.arguments, strict=False)
    return [*by_position, *((keyword.name, keyword.value) for keyword in node.keywords)]


def _names(node: Operation) -> list[str]:
    """The parameters of arguments by position; the last takes all further ones."""
    names = [parameter.name for parameter in node.function.parameters]
    return names + names[-1:] * len(node.arguments)


def needed_names(statements: tuple[t.Statement, ...], taken: Taken) -> frozenset[str]:
    """The locals and parameters of a body that stand alone where a tensor must.

    Those of which another name is made are needed if that one is.
    """
    names = {name for value in _needed(statements, taken) for name in _alone(value)}
    while True:
        more = {
            name
            for targets, value in _bindings(statements)
            for name in _alone(value)
            if not names.isdisjoint(targets)
        }
        if more <= names:
            return frozenset(names)
        names |= more


def bound_as_tensors(
    targets: tuple[str, ...], value: Expression, needed: frozenset[str]
) -> Expression:
    """What is given to names, weights made tensors if one of the names is needed as such."""
    if isinstance(value, t.Tuple) and len(value.items) == len(targets):
        pairs = zip(value.items, targets, strict=True)
        items = tuple(as_tensors(item) if name in needed else item for item, name in pairs)
        return replace(value, items=items)
    apart = len(targets) > 1
    return as_tensors(value) if apart or not needed.isdisjoint(targets) else value


def _needed(statements: tuple[t.Statement, ...], taken: Taken) -> list[Expression]:
    """The expressions that must be tensors."""
    found = _returned(statements)
    for node in in_statements(statements):
        match node:
            case Operation(function):
                given = given_to(node, _names(node))
                found += [value for name, value in given if name in function.tensors_alone]
            case OwnCall(called):
                inner = taken.get(called, {})
                found += [value for name, value in given_to(node, [*inner]) if inner.get(name)]
            case LayerCall(Reference() as layer, arguments) if layer.role == "param":
                found += arguments
            case t.Subscript(_, index):
                found.append(index)
            case t.Comprehension(_, clauses):
                found += [clause.iterable for clause in clauses]
            case _:
                pass
    return found


def _returned(statements: tuple[t.Statement, ...]) -> list[Expression]:
    found: list[Expression] = []
    for statement in in_blocks(statements):
        match statement:
            case t.Return(value):
                found.append(value)
            case t.Do(call):
                found += call.arguments
            case t.Assign(targets, value) if len(targets) > 1 and not isinstance(value, t.Tuple):
                found.append(value)
            case _:
                pass
    return found


def _bindings(
    statements: tuple[t.Statement, ...],
) -> list[tuple[tuple[str, ...], Expression]]:
    found: list[tuple[tuple[str, ...], Expression]] = []
    for statement in in_blocks(statements):
        match statement:
            case t.Assign(targets, t.Tuple(items)) if len(items) == len(targets):
                found += [((name,), item) for name, item in zip(targets, items, strict=True)]
            case t.Assign(targets, value):
                found.append((targets, value))
            case t.Loop(clause, _):
                found.append((clause.targets, clause.iterable))
            case _:
                pass
    return found


def _alone(node: Expression) -> list[str]:
    match node:
        case Reference(name, "own" | "local"):
            return [name]
        case t.Conditional(_, body, orelse):
            return [*_alone(body), *_alone(orelse)]
        case t.List(items) | t.Tuple(items):
            return [name for item in items for name in _alone(item)]
        case t.Comprehension(element, _) | t.Subscript(element, _):
            return _alone(element)
        case t.Dict(items):
            return [name for _, item in items for name in _alone(item)]
        case _:
            return []
