"""Writes pooling as JAX takes it: with tuples, and strides."""

from __future__ import annotations

from msgspec.structs import replace

from wtspec.codegen.formulas.tensors import change_arguments, given_to
from wtspec.language import Expression, Extension
from wtspec.language import tree as t
from wtspec.program.bound import Operation

_POOLING = ("max_pool", "average_pool")
_WINDOWS = ("pool_size", "strides")


class Window(Extension, frozen=True):
    """A size that may be a number or a list, as pooling takes it."""

    size: Expression


def with_windows(node: Operation) -> Operation:
    """A pooling whose windows are tuples and whose strides are said; others as they are.

    Keras leaves strides that are not given to JAX, which takes none for those of all axes.
    """
    if node.function.name not in _POOLING:
        return node
    names = [one.name for one in node.function.parameters]
    node = change_arguments(node, names, _WINDOWS, _window)
    given = dict(given_to(node, names))
    if "pool_size" in given and "strides" not in given:
        strides = t.Keyword("strides", given["pool_size"], span=node.span)
        node = replace(node, keywords=(*node.keywords, strides))
    return node


def _window(value: Expression) -> Expression:
    if isinstance(value, t.List):
        return t.Tuple(value.items, span=value.span)
    return value if isinstance(value, t.Value) else Window(value, span=value.span)
