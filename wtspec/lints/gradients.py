"""Which of Keras's functions let no gradient through."""

from __future__ import annotations

from wtspec.catalog import has
from wtspec.language import tree as t
from wtspec.program.bound import Operation
from wtspec.program.dtypes import is_discrete


def stops_gradients(node: Operation) -> bool:
    """Whether no gradient passes from a call to any of its arguments."""
    name = node.function.name
    return has(name, "no_gradient") or (name == "cast" and _to_discrete(node))


def _to_discrete(node: Operation) -> bool:
    named = [keyword.value for keyword in node.keywords if keyword.name == "dtype"]
    given = [*node.arguments[1:2], *named]
    return any(
        isinstance(one, t.Value) and isinstance(one.value, str) and is_discrete(one.value)
        for one in given
    )
