"""Which names an expression or body reads, calls and gives values to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wtspec.language.tree import (
    Assign,
    Body,
    Call,
    Comprehension,
    Do,
    Expression,
    If,
    Loop,
    Member,
    Name,
    Return,
    Statement,
    Subscript,
    blocks,
    children,
)

Node = Body | Statement | Expression


def free_names(node: Node) -> set[str]:
    """The names whose value may come from outside: read where no local surely has one.

    The name of a called function is no value; `blocks` in `blocks[0](x)` is one, and so is
    `embed` in `embed.embeddings`.
    """
    free: set[str] = set()
    if isinstance(node, Body | Assign | If | Loop | Do | Return):
        _read_block(_statements(node), frozenset(), free)
    else:
        free.update(_read(node, frozenset()))
    return free


def called_names(node: Node) -> set[str]:
    """The names of what is called: `relu`, `random.normal`, and `blocks` for `blocks[0](x)`.

    Variables of loops and comprehensions are left out where they are bound.
    """
    if isinstance(node, Body | Assign | If | Loop | Do | Return):
        return set(_called_in_block(_statements(node), frozenset()))
    return set(_called(node, frozenset()))


def assigned_names(node: Body | Statement) -> set[str]:
    """The names that are given values, by `=` or as variables of a loop."""
    names: set[str] = set()
    for statement in _statements(node):
        if isinstance(statement, Assign):
            names.update(statement.targets)
        elif isinstance(statement, Loop):
            names.update(statement.clause.targets)
        for block in blocks(statement):
            for inner in block:
                names |= assigned_names(inner)
    return names


def _statements(node: Body | Statement) -> tuple[Statement, ...]:
    return node.statements if isinstance(node, Body) else (node,)


def _read_block(
    statements: Sequence[Statement], bound: frozenset[str], free: set[str]
) -> frozenset[str]:
    """Adds the block's free names to `free`; gives the names that surely have a value after."""
    for statement in statements:
        for expression in children(statement):
            free.update(_read(expression, bound))
        match statement:
            case Assign(targets):
                bound = bound.union(targets)
            case If():
                ends = [_read_block(block, bound, free) for block in blocks(statement)]
                bound = ends[0].intersection(*ends[1:])
            case Loop(clause, body):
                _read_block(body, bound.union(clause.targets), free)
            case _:
                pass
    return bound


def _read(node: Expression, bound: frozenset[str]) -> Iterator[str]:
    if isinstance(node, Name):
        if node.id not in bound:
            yield node.id
    elif isinstance(node, Comprehension):
        for clause in node.clauses:
            yield from _read(clause.iterable, bound)
            bound = bound.union(clause.targets)
        yield from _read(node.element, bound)
    else:
        parts = children(node)
        named = isinstance(node, Call) and not isinstance(node.function, Subscript)
        for part in parts[1:] if named else parts:
            yield from _read(part, bound)


def _called_in_block(statements: Sequence[Statement], bound: frozenset[str]) -> Iterator[str]:
    for statement in statements:
        inner = bound.union(statement.clause.targets) if isinstance(statement, Loop) else bound
        for expression in children(statement):
            yield from _called(expression, bound)
        for block in blocks(statement):
            yield from _called_in_block(block, inner)


def _called(node: Expression, bound: frozenset[str]) -> Iterator[str]:
    if isinstance(node, Comprehension):
        for clause in node.clauses:
            yield from _called(clause.iterable, bound)
            bound = bound.union(clause.targets)
        yield from _called(node.element, bound)
        return
    if isinstance(node, Call) and (name := _function(node)) not in bound:
        yield name
    for part in children(node):
        yield from _called(part, bound)


def _function(call: Call) -> str:
    match call.function:
        case Name(name):
            return name
        case Member(Name(first), name):
            return f"{first}.{name}"
        case Subscript(Name(name)):
            return name
        case _:
            return ""
