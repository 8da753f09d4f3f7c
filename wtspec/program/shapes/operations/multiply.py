"""Products of tensors."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.program.shapes.broadcast import broadcast
from wtspec.program.shapes.given import Given, Rule
from wtspec.program.shapes.polynomial import number
from wtspec.program.shapes.values import (
    UNKNOWN,
    Abstract,
    Entry,
    Fact,
    Shape,
    Tensor,
    has_rest,
    shape_of,
)


def matmul(left: Shape | None, right: Shape | None) -> Shape | None:
    """The shape of `left @ right`."""
    if not left or not right:
        return None
    if len(right) == 1 and not has_rest(right):
        return left[:-1] if _closed(left, 1) else None
    if len(left) == 1 and not has_rest(left):
        return (*right[:-2], *right[-1:]) if _closed(right, 2) else None
    if len(right) == 2 and not has_rest(right):
        return (*left[:-1], *right[-1:]) if _closed(left, 1) else None
    if not _closed(left, 2) or not _closed(right, 2):
        return None
    batch = broadcast(left[:-2], right[:-2])
    return (*batch, *left[-2:-1], *right[-1:]) if batch is not None else None


def _closed(shape: Shape, count: int) -> bool:
    """Whether the last entries are single dims."""
    return len(shape) >= count and not has_rest(shape[-count:])


def _matmul(given: Given) -> Abstract:
    return Tensor(matmul(given.shape("x1"), given.shape("x2")))


def _dot(given: Given) -> Abstract:
    right = given.shape("x2")
    if right is None or has_rest(right) or not 1 <= len(right) <= 2 or not given.shape("x1"):
        return UNKNOWN
    return _matmul(given)


def _outer(given: Given) -> Abstract:
    shapes = given.shape("x1"), given.shape("x2")
    if any(shape is None or len(shape) != 1 or has_rest(shape) for shape in shapes):
        return UNKNOWN
    return Tensor(tuple(entry for shape in shapes for entry in shape or ()))


def _einsum(given: Given) -> Abstract:
    equation = given.positional[0] if given.positional else given["subscripts"]
    if not isinstance(equation, Fact) or not isinstance(equation.value, str):
        return UNKNOWN
    shapes = [shape_of(value) for value in given.positional[1:]]
    return Tensor(einsum(equation.value, shapes))


def einsum(equation: str, shapes: list[Shape | None]) -> Shape | None:
    """The shape that an equation such as `bij,jk->bik` gives."""
    inputs, arrow, output = equation.replace(" ", "").partition("->")
    terms = inputs.split(",")
    if not arrow or len(terms) != len(shapes):
        return None
    sizes: dict[str, Entry] = {}
    leading: Shape | None = ()
    for term, shape in zip(terms, shapes, strict=True):
        before, dots, after = term.partition("...")
        behind = len(after)
        if shape is None:
            leading = None if dots else leading
            _note(sizes, term.replace(".", ""), None)
            continue
        if not dots:
            _note(sizes, term, shape if len(shape) == len(term) else None)
            continue
        if len(shape) < len(before) + behind:
            return None
        middle = shape[len(before) : len(shape) - behind]
        _note(sizes, before, shape[: len(before)])
        _note(sizes, after, shape[len(shape) - behind :])
        leading = broadcast(leading, middle)
    start, dots, end = output.partition("...")
    if dots and leading is None:
        return None
    found = [sizes.get(label) for label in start], [sizes.get(label) for label in end]
    return (*found[0], *((leading or ()) if dots else ()), *found[1])


def _note(sizes: dict[str, Entry], labels: str, entries: Shape | None) -> None:
    """Notes the size of each label; where two are given, that which can't be 1."""
    if entries is not None and has_rest(entries):
        entries = None
    for index, label in enumerate(labels):
        entry = entries[index] if entries is not None else None
        if label not in sizes or sizes[label] == entry:
            sizes[label] = entry
        else:
            plain = [one for one in (sizes[label], entry) if (number(one) or 0) > 1]
            sizes[label] = plain[0] if len(plain) == 1 else None


def _attention(given: Given) -> Abstract:
    query, value = given.shape("query"), given.shape("value")
    if not query or not value or has_rest(query) or has_rest(value):
        return UNKNOWN
    return Tensor((*query[:-1], value[-1]))


MULTIPLY: Mapping[str, Rule] = {
    "matmul": _matmul,
    "dot": _dot,
    "outer": _outer,
    "einsum": _einsum,
    "dot_product_attention": _attention,
}
