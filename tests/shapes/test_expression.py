"""Sizes are printed so that they come to what they are, whatever names stand for."""

import ast

from hypothesis import given
from hypothesis import strategies as st

from wtspec.shapes.algebra import polynomial as p
from wtspec.shapes.algebra.polynomial import Division, Polynomial, SizeSymbol
from wtspec.shapes.algebra.show import show_size

NAMES = ("a", "b", "c")
OPERATIONS = (p.add, p.subtract, p.multiply, p.floor_divide, p.remainder)
LEAVES = st.one_of(
    st.integers(-9, 9).map(p.constant), st.sampled_from(NAMES).map(lambda one: p.symbol(one, "dim"))
)
SIZES = st.recursive(
    LEAVES,
    lambda inner: st.builds(lambda f, a, b: f(a, b), st.sampled_from(OPERATIONS), inner, inner),
    max_leaves=12,
)


def value(size, names):
    return sum(factor * product(monomial, names) for monomial, factor in size.terms)


def product(monomial, names):
    found = 1
    for atom in monomial:
        found *= names[atom.name] if isinstance(atom, SizeSymbol) else divided(atom, names)
    return found


def divided(atom: Division, names):
    left, right = value(atom.left, names), value(atom.right, names)
    return left // right if atom.operator == "//" else left % right


@given(SIZES, st.lists(st.integers(1, 99), min_size=3, max_size=3))
def test_printed_size_has_its_value(size, numbers):
    if not isinstance(size, Polynomial):
        return
    names = dict(zip(NAMES, numbers, strict=True))
    code = compile(ast.parse(show_size(size), mode="eval"), "size", "eval")
    try:
        expected = value(size, names)
    except ZeroDivisionError:
        return

    assert eval(code, {}, names) == expected  # noqa: S307 - made of three names and five operators
