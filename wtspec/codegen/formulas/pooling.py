"""Writes pooling as JAX takes it: with tuples, and strides."""

from __future__ import annotations

from msgspec.structs import replace

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
    arguments = tuple(
        _window(argument) if name in _WINDOWS else argument
        for name, argument in zip(names, node.arguments, strict=False)
    )
    keywords = tuple(
        replace(one, value=_window(one.value)) if one.name in _WINDOWS else one
        for one in node.keywords
    )
    given = {**dict(zip(names, arguments, strict=False)), **{k.name: k.value for k in keywords}}
    if "pool_size" in given and "strides" not in given:
        size = given["pool_size"]
        keywords = (*keywords, t.Keyword("strides", size, span=node.span))
    return replace(node, arguments=arguments, keywords=keywords)


def _window(value: Expression) -> Expression:
    if isinstance(value, t.List):
        return t.Tuple(value.items, span=value.span)
    return value if isinstance(value, t.Value) else Window(value, span=value.span)
