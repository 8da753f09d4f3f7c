"""Sizes as expressions, which are printed by the rules of precedence of all others."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from wtspec.errors import Source, Span
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.shapes.algebra.polynomial import Atom, Monomial, Polynomial, SizeSymbol

Name = Callable[[SizeSymbol], Expression | None]
"""What stands for a name; None where nothing can."""


NOWHERE = Span(Source("", ""), 1, 1, 1, 1)
"""Where expressions stand that no file holds."""


def size_expression(size: Polynomial, name: Name) -> Expression | None:
    """A size as an expression, what is added before what is taken away.

    Returns:
        None where nothing stands for a name in it.
    """
    total: Expression | None = None
    positive = [term for term in size.terms if term[1] > 0]
    for monomial, factor in [*positive, *(term for term in size.terms if term[1] < 0)]:
        product = _product(monomial, factor if total is None else abs(factor), name)
        if product is None:
            return None
        sign = "+" if factor > 0 else "-"
        total = product if total is None else t.Binary(sign, total, product, span=NOWHERE)
    return _number(0) if total is None else total


def _product(monomial: Monomial, factor: int, name: Name) -> Expression | None:
    atoms = [_atom(atom, name) for atom in monomial]
    known = [atom for atom in atoms if atom is not None]
    if len(known) < len(atoms):
        return None
    if factor == -1 and known:
        known[0] = t.Negative(known[0], span=NOWHERE)
    elif factor != 1 or not known:
        known.insert(0, _number(factor))
    return reduce(lambda left, right: t.Binary("*", left, right, span=NOWHERE), known)


def _atom(atom: Atom, name: Name) -> Expression | None:
    if isinstance(atom, SizeSymbol):
        return name(atom)
    left, right = size_expression(atom.left, name), size_expression(atom.right, name)
    if left is None or right is None:
        return None
    return t.Binary(atom.operator, left, right, span=NOWHERE)


def _number(value: int) -> Expression:
    return t.Value(value, span=NOWHERE)
