"""Sizes as integer polynomials over names, so that equal sizes are equal whatever they are."""

from __future__ import annotations

from typing import Literal

from wtspec.record import record

MOST_TERMS = 16
LARGEST = 2**53

Source = Literal["dim", "param", "classes", "axis"]


@record
class Symbol:
    """A size that has a name: a dim, a param, a number of classes, or an input's unnamed axis."""

    name: str
    source: Source


@record
class Division:
    """A quotient or remainder that does not come out even, taken as a whole."""

    operator: Literal["//", "%"]
    left: Polynomial
    right: Polynomial


Atom = Symbol | Division
Monomial = tuple[Atom, ...]


@record
class Polynomial:
    """A sum of products of atoms, each with a whole factor that is not zero; in a fixed order."""

    terms: tuple[tuple[Monomial, int], ...]


Size = Polynomial | None
"""A size; None where nothing is known of it."""


def constant(value: int) -> Polynomial:
    """A plain size."""
    return Polynomial((((), value),) if value else ())


def symbol(name: str, source: Source) -> Polynomial:
    """A size with a name."""
    return _atom(Symbol(name, source))


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
            monomial = tuple(sorted((*one, *other), key=repr))
            terms[monomial] = terms.get(monomial, 0) + a * b
    return _made(terms)


def subtract(left: Size, right: Size) -> Size:
    """The difference."""
    return add(left, multiply(constant(-1), right))


def product(sizes: tuple[Size, ...]) -> Size:
    """The product of all."""
    found: Size = ONE
    for size in sizes:
        found = multiply(found, size)
    return found


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


def symbols(size: Polynomial) -> set[Symbol]:
    """All names in a size."""
    found: set[Symbol] = set()
    for monomial, _ in size.terms:
        for atom in monomial:
            if isinstance(atom, Symbol):
                found.add(atom)
            else:
                found |= symbols(atom.left) | symbols(atom.right)
    return found


def at_least_zero(size: Size) -> bool:
    """Whether a size can't be negative, as every name stands for one or more."""
    if size is None or any(factor < 0 and monomial for monomial, factor in size.terms):
        return False
    return sum(factor * _least(monomial) for monomial, factor in size.terms) >= 0


def _least(monomial: Monomial) -> int:
    return 1 if all(isinstance(atom, Symbol) for atom in monomial) else 0


def _division(operator: Literal["//", "%"], left: Size, right: Size) -> Size:
    if left is None or right is None or not right.terms:
        return None
    above, below = number(left), number(right)
    if above is not None and below is not None:
        return constant(above // below if operator == "//" else above % below)
    even = divide(left, right)
    if even is not None:
        return even if operator == "//" else constant(0)
    return _atom(Division(operator, left, right))


def _atom(atom: Atom) -> Polynomial:
    return Polynomial((((atom,), 1),))


def _made(terms: dict[Monomial, int]) -> Size:
    kept = [(monomial, factor) for monomial, factor in terms.items() if factor]
    if len(kept) > MOST_TERMS or any(abs(factor) > LARGEST for _, factor in kept):
        return None
    return Polynomial(tuple(sorted(kept, key=lambda term: (-len(term[0]), repr(term[0])))))
