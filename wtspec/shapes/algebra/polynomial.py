"""Sizes as integer polynomials over names, so that equal sizes are equal whatever they are."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Literal

from msgspec import Struct

MOST_TERMS = 16
MOST_FACTORS = 16
DEEPEST_DIVISION = 8
LARGEST = 2**53

Source = Literal["dim", "param", "classes", "axis"]


class SizeSymbol(Struct, frozen=True):
    """A size that has a name: a dim, a param, a number of classes, or an input's unnamed axis.

    Attributes:
        least: What it is at least; None where it may be anything, as a param may.
    """

    name: str
    source: Source
    least: int | None = 1


class Division(Struct, frozen=True):
    """A quotient or remainder that does not come out even, taken as a whole."""

    operator: Literal["//", "%"]
    left: Polynomial
    right: Polynomial


Atom = SizeSymbol | Division
Monomial = tuple[Atom, ...]


class Polynomial(Struct, frozen=True):
    """A sum of products of atoms, each with a whole factor that is not zero; in a fixed order."""

    terms: tuple[tuple[Monomial, int], ...]


Size = Polynomial | None
"""A size; None where nothing is known of it."""


@lru_cache(maxsize=1024)
def constant(value: int) -> Polynomial:
    """A plain size."""
    return Polynomial((((), value),) if value else ())


def symbol(name: str, source: Source, least: int | None = 1) -> Polynomial:
    """A size with a name."""
    return _atom(SizeSymbol(name, source, least))


ONE = constant(1)


def number(size: object) -> int | None:
    """The value of a plain size; None for any other."""
    if not isinstance(size, Polynomial):
        return None
    if not size.terms:
        return 0
    return size.terms[0][1] if len(size.terms) == 1 and not size.terms[0][0] else None


def add(left: Size, right: Size) -> Size:
    """The sum."""
    if left is None or right is None:
        return None
    terms = dict(left.terms)
    for monomial, factor in right.terms:
        terms[monomial] = terms.get(monomial, 0) + factor
    return _made(terms)


def multiply(left: Size, right: Size) -> Size:
    """The product; zero times anything is zero."""
    if left is None or right is None:
        return None
    terms: dict[Monomial, int] = {}
    for one, a in left.terms:
        for other, b in right.terms:
            monomial = tuple(sorted((*one, *other), key=_order))
            terms[monomial] = terms.get(monomial, 0) + a * b
    return _made(terms)


def subtract(left: Size, right: Size) -> Size:
    """The difference."""
    return add(left, multiply(constant(-1), right))


def product(sizes: tuple[Size, ...]) -> Size:
    """The product of all."""
    total: Size = ONE
    for size in sizes:
        total = multiply(total, size)
    return total


def divide(left: Size, right: Size) -> Size:
    """The quotient where it comes out even whatever the names stand for, else None."""
    if left is None or right is None or not right.terms:
        return None
    if len(right.terms) > 1:
        return ONE if left == right else None
    terms: dict[Monomial, int] = {}
    for below, divisor in right.terms:
        for monomial, factor in left.terms:
            rest = _without(monomial, below)
            if rest is None or factor % divisor:
                return None
            terms[rest] = factor // divisor
    return _made(terms)


def _without(monomial: Monomial, atoms: Monomial) -> Monomial | None:
    rest = list(monomial)
    for atom in atoms:
        if atom not in rest:
            return None
        rest.remove(atom)
    return tuple(rest)


def floor_divide(left: Size, right: Size) -> Size:
    """What `//` gives."""
    return _division("//", left, right)


def remainder(left: Size, right: Size) -> Size:
    """What `%` gives."""
    return _division("%", left, right)


def symbols(size: Polynomial) -> set[SizeSymbol]:
    """All names in a size."""
    names: set[SizeSymbol] = set()
    for monomial, _ in size.terms:
        for atom in monomial:
            if isinstance(atom, SizeSymbol):
                names.add(atom)
            else:
                names |= symbols(atom.left) | symbols(atom.right)
    return names


def at_least_zero(size: Size) -> bool:
    """Whether a size can't be negative, as every name stands for one or more."""
    if size is None or any(factor < 0 and monomial for monomial, factor in size.terms):
        return False
    return sum(factor * _least(monomial) for monomial, factor in size.terms) >= 0


def _least(monomial: Monomial) -> int:
    return 1 if all(isinstance(atom, SizeSymbol) for atom in monomial) else 0


def differ(left: object, right: object) -> bool:
    """Whether two sizes certainly differ, whatever the names in them stand for."""
    if not isinstance(left, Polynomial) or not isinstance(right, Polynomial) or left == right:
        return False
    if number(left) is not None and number(right) is not None:
        return True
    difference = subtract(left, right)
    return difference is not None and _is_never_zero(difference)


def _is_never_zero(size: Polynomial) -> bool:
    low, high = bounds(size)
    if low > 0 or high < 0:
        return True
    factors = [factor for monomial, factor in size.terms if monomial]
    rest = sum(factor for monomial, factor in size.terms if not monomial)
    return bool(factors) and rest % math.gcd(*factors) != 0


def bounds(size: Polynomial) -> tuple[float, float]:
    """Between which values a size lies, both included."""
    low = high = 0.0
    for monomial, factor in size.terms:
        least, most = _bounds_of_product(monomial)
        low += factor * (least if factor > 0 else most)
        high += factor * (most if factor > 0 else least)
    return low, high


def _bounds_of_product(monomial: Monomial) -> tuple[float, float]:
    low = high = 1.0
    for atom in monomial:
        least, most = _bounds_of_atom(atom)
        if least < 0:
            return -math.inf, math.inf
        low, high = low * least, high * most if most else 0.0
    return low, high


def _bounds_of_atom(atom: Atom) -> tuple[float, float]:
    if isinstance(atom, SizeSymbol):
        return -math.inf if atom.least is None else atom.least, math.inf
    above, below = bounds(atom.left), bounds(atom.right)
    if above[0] < 0 or below[0] < 1:
        return -math.inf, math.inf
    return 0.0, above[1] if atom.operator == "//" else below[1] - 1


def _division(operator: Literal["//", "%"], left: Size, right: Size) -> Size:
    if left is None or right is None or not right.terms:
        return None
    above, below = number(left), number(right)
    if above is not None and below is not None:
        return constant(above // below if operator == "//" else above % below)
    even = divide(left, right)
    if even is not None:
        return even if operator == "//" else constant(0)
    if max(_depth(left), _depth(right)) >= DEEPEST_DIVISION:
        return None
    return _atom(Division(operator, left, right))


def _depth(size: Polynomial) -> int:
    """How deep divisions are nested in a size."""
    sides = [
        side
        for monomial, _ in size.terms
        for atom in monomial
        if isinstance(atom, Division)
        for side in (atom.left, atom.right)
    ]
    return 1 + max(_depth(side) for side in sides) if sides else 0


def _atom(atom: Atom) -> Polynomial:
    return Polynomial((((atom,), 1),))


def _made(terms: dict[Monomial, int]) -> Size:
    kept = [(monomial, factor) for monomial, factor in terms.items() if factor]
    if len(kept) > MOST_TERMS or any(abs(factor) > LARGEST for _, factor in kept):
        return None
    if len(kept) > 1:
        kept.sort(key=lambda term: (-len(term[0]), [_order(atom) for atom in term[0]]))
    too_long = any(len(monomial) > MOST_FACTORS for monomial, _ in kept)
    return None if too_long else Polynomial(tuple(kept))


def _order(atom: Atom) -> str:
    return f"S{atom.name}\0{atom.source}" if isinstance(atom, SizeSymbol) else repr(atom)
