"""Walks bound trees."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.errors import Span
from wtspec.language import Expression, children
from wtspec.language.tree import Compare, Keyword, Statement, blocks
from wtspec.language.tree import Value as Literal
from wtspec.program.bound import (
    InitializerCall,
    LayerCall,
    Operation,
    OwnCall,
    Reference,
    Role,
    Spread,
    StaticCall,
    TensorEqual,
    WeightOf,
)
from wtspec.program.declared import Items, Layer, Table, Use, Value
from wtspec.program.weight_fields import weight_formulas


def below(node: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside a bound expression."""
    match node:
        case Reference() | Literal():  # as most are
            return ()
        case WeightOf(inner, _) | Spread(inner):
            return (inner,)
        case InitializerCall(initializer, shape):
            return (initializer, shape)
        case Operation(_, arguments, keywords) | OwnCall(_, arguments, keywords):
            return (*arguments, *_values(keywords)) if keywords else arguments
        case LayerCall(layer, arguments, keywords, _, weights):
            return (layer, *arguments, *_values(keywords), *(value for _, value in weights))
        case StaticCall(_, arguments):
            return arguments
        case TensorEqual(left, right, _):
            return (left, right)
        case _:
            return children(node)


def expressions(node: Expression) -> list[Expression]:
    """A bound expression and everything in it."""
    found: list[Expression] = []
    waiting = [node]
    while waiting:
        one = waiting.pop()
        found.append(one)
        if inner := below(one):
            waiting.extend(reversed(inner))
    return found


def names_read(nodes: Iterable[Expression], role: str) -> list[str]:
    """The names of a role that expressions read, each once, in their order."""
    read = (one for node in nodes for one in expressions(node) if isinstance(one, Reference))
    return list(dict.fromkeys(one.name for one in read if one.role == role))


def names_of(role: Role, nodes: Iterable[Expression]) -> dict[str, Span]:
    """The names of a role among expressions, each with the place where it first stands."""
    read: dict[str, Span] = {}
    for node in nodes:
        if isinstance(node, Reference) and node.role == role:
            read.setdefault(node.name, node.span)
    return read


def in_statements(statements: tuple[Statement, ...]) -> list[Expression]:
    """All expressions of statements, those of their blocks too."""
    found: list[Expression] = []
    for statement in statements:
        for child in children(statement):
            found += expressions(child)
        for block in blocks(statement):
            found += in_statements(block)
    return found


def values_read(statements: tuple[Statement, ...]) -> frozenset[str]:
    """The parameters of a function whose values it reads, not their shapes alone."""
    found: set[str] = set()
    waiting = [child for one in in_blocks(statements) for child in children(one)]
    while waiting:
        match waiting.pop():
            case Reference(name, "own"):
                found.add(name)
            case (
                StaticCall("shape" | "ndim" | "nesting") | Compare(operators=("is" | "is not", *_))
            ):
                pass
            case node:
                waiting += below(node)
    return frozenset(found)


def in_blocks(statements: tuple[Statement, ...]) -> list[Statement]:
    """Statements and those of their blocks."""
    found: list[Statement] = []
    for statement in statements:
        found.append(statement)
        for block in blocks(statement):
            found += in_blocks(block)
    return found


def static_formulas(layer: Layer) -> list[Value]:
    """The formulas and components of a layer besides those of its body."""
    found: list[Value | None] = [param.default for param in layer.params]
    found += [value for weight in layer.weights for _, value in weight_formulas(weight)]
    for one in layer.sublayers:
        found += [one.layer, one.repeat, one.when]
    found += [size for state in layer.states for size in state.shape]
    found += [one.test for one in layer.requires]
    found += [layer.mask] if isinstance(layer.mask, Expression) else []
    return [value for value in found if value is not None]


def classes_asked(layer: Layer) -> tuple[str, ...]:
    """The columns whose classes a model asks for, in order of their names."""
    nodes = [node for value in static_formulas(layer) for node in values_in(value)]
    nodes += in_statements(layer.body.statements)
    return tuple(sorted(names_of("classes", nodes)))


def _values(keywords: tuple[Keyword, ...]) -> tuple[Expression, ...]:
    return tuple(keyword.value for keyword in keywords)


def values_in(value: Value) -> list[Expression]:
    """All expressions inside a value, nested components' too."""
    match value:
        case Use(_, arguments):
            return [one for _, argument in arguments for one in values_in(argument)]
        case Items(items):
            return [one for item in items for one in values_in(item)]
        case Table(pairs):
            return [one for _, item in pairs for one in values_in(item)]
        case _:
            return expressions(value)


def uses_in(value: Value) -> list[Use]:
    """The component that a value is, and those inside it."""
    match value:
        case Use(_, arguments):
            return [value, *(one for _, argument in arguments for one in uses_in(argument))]
        case Items(items):
            return [one for item in items for one in uses_in(item)]
        case Table(pairs):
            return [one for _, item in pairs for one in uses_in(item)]
        case _:
            return []
