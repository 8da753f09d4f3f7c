"""Shapes and sizes as a message says them."""

from __future__ import annotations

from wtspec.program.shapes.polynomial import Atom, Monomial, Polynomial, Symbol
from wtspec.program.shapes.values import Entry, Rest, Shape


def show_shape(shape: Shape) -> str:
    """A shape as a pattern would be written."""
    return f"[{', '.join(show_size(entry) for entry in shape)}]"


def show_size(entry: Entry) -> str:
    """A size; `_` where it is not known."""
    if isinstance(entry, Rest):
        return "..."
    if entry is None:
        return "_"
    positive = [term for term in entry.terms if term[1] > 0]
    negative = [term for term in entry.terms if term[1] < 0]
    text = ""
    for monomial, factor in [*positive, *negative]:
        product = _product(monomial, abs(factor))
        sign = "-" if factor < 0 else "+"
        text = f"{text} {sign} {product}" if text else product if factor > 0 else f"-{product}"
    return text or "0"


def _product(monomial: Monomial, factor: int) -> str:
    factors = [str(factor)] if factor != 1 or not monomial else []
    several = len(monomial) + len(factors) > 1
    return " * ".join([*factors, *(_atom(atom, several=several) for atom in monomial)])


def _atom(atom: Atom, *, several: bool) -> str:
    if isinstance(atom, Symbol):
        return "_" if atom.source == "axis" else atom.name
    text = f"{_side(atom.left)} {atom.operator} {_side(atom.right)}"
    return f"({text})" if several else text


def _side(size: Polynomial) -> str:
    text = show_size(size)
    return f"({text})" if " " in text else text


def in_order(axis: int) -> str:
    """An axis in words: `the first axis`, `the last axis`, `axis 2`."""
    return {0: "the first axis", -1: "the last axis"}.get(axis, f"axis {axis}")


def count_axes(count: int) -> str:
    """`1 axis`, `3 axes`."""
    return "1 axis" if count == 1 else f"{count} axes"
