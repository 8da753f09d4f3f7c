"""What assignments, loops and comprehensions give values to."""

from __future__ import annotations

import ast

from wtspec.language.convert.converter import Converter
from wtspec.language.tree import Comprehension, For, Value


def convert_targets(node: ast.expr, convert: Converter) -> tuple[str, ...]:
    """The names that an assignment or loop gives values to."""
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    if isinstance(node, ast.Tuple) and len(parts) < 2:
        message = "several names are taken apart by `a, b = …`"
        repair = "write `a = x[0]` for the first of one"
        convert.refuse("invalid-target", message, convert.places.of(node), repair)
    return tuple(name for part in parts if (name := _target(part, convert)) is not None)


def convert_clause(target: ast.expr, iterable: ast.expr, convert: Converter) -> For:
    """`target in iterable` of a loop or comprehension."""
    return For(
        targets=convert_targets(target, convert),
        iterable=convert.expression(iterable),
        span=convert.places.between(target, iterable),
    )


def convert_comprehension(node: ast.ListComp, convert: Converter) -> Comprehension | Value:
    """A list comprehension of at most two `for`."""
    span = convert.places.of(node)
    if len(node.generators) > 2:
        message = f"a comprehension with {len(node.generators)} `for`"
        return convert.refuse("unsupported-syntax", message, span, "write at most two `for`")
    for condition in (test for generator in node.generators for test in generator.ifs):
        place = convert.places.of(condition)
        repair = "loop over just what is needed"
        convert.refuse("unsupported-syntax", "a comprehension has no `if`", place, repair)
    if any(generator.is_async for generator in node.generators):
        convert.refuse("unsupported-syntax", "`async` is not part of the language", span)
    clauses = tuple(convert_clause(part.target, part.iter, convert) for part in node.generators)
    return Comprehension(element=convert.expression(node.elt), clauses=clauses, span=span)


def _target(node: ast.expr, convert: Converter) -> str | None:
    span = convert.places.of(node)
    match node:
        case ast.Name(id=name):
            convert.reserved(name, span)
            return name
        case ast.Subscript():
            message = "a part of a tensor can't be given a value"
            repair = "write `x = slice_update(x, start_indices, updates)` or `x = where(…)`"
        case ast.Attribute():
            message = "an attribute can't be given a value"
            repair = "use a plain name; `assign(weight, value)` sets a weight"
        case _:
            message = "only names can be given values"
            repair = "write `name = …` or `a, b = …`"
    convert.refuse("invalid-target", message, span, repair)
    return None
