"""How large a tree is."""

from __future__ import annotations

from wtspec.language.tree import Body, Expression, If, Loop, Statement, blocks, children


def count_nodes(node: Body | Expression | Statement) -> int:
    """The expressions and statements in a tree, itself included unless it is a body."""
    waiting: list[Expression | Statement] = [*_parts(node)] if isinstance(node, Body) else [node]
    count = 0
    while waiting:
        part = waiting.pop()
        count += 1
        waiting.extend(_parts(part))
    return count


def _parts(node: Body | Expression | Statement) -> tuple[Expression | Statement, ...]:
    if isinstance(node, Body):
        return node.statements
    inner = blocks(node) if isinstance(node, If | Loop) else ()
    return (*children(node), *(statement for block in inner for statement in block))
