"""What `functions.txt` says of the values of functions is what Keras computes."""

import re
from functools import cache, partial

import jax
import jax.numpy as jnp
import pytest

from scripts.catalog_snapshot.calls import TENSORS, sample_call
from scripts.catalog_snapshot.functions import public_functions
from scripts.catalog_snapshot.reference import named, reference, values
from wtspec.catalog import facts, function, function_names, has

FILE = "wtspec/catalog/functions.txt"
PYTHON = {name: python for name, (python, _) in public_functions().items()}
VALUES = {name: jnp.asarray(value) for name, value in values().items()}
POINTS = [-20, -3, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 3, 20]
GIVES_NO_TENSOR = {"dtype", "ndim", "shape", "size"}
CALLS_FUNCTIONS = {"associative_scan", "map", "scan", "vectorized_map"}
GOES_BY_ITS_ARGUMENTS = {"arange", "cast", "random.randint", "saturate_cast", "view"}
"""What they give is of the dtype of what they are given, or of the one that they are told."""

OF_COMPLEX_NUMBERS = {"imag"}
"""What it gives of others is zero, whatever they are."""


def sample(name):
    """A call of a function, with all that it needs."""
    return sample_call(name, tuple(one.name for one in function(name).parameters if one.required))


def tensors(name):
    """The tensors that its call names, in order."""
    words = re.findall(r"\w+", sample(name).partition("(")[2])
    return [one for one in dict.fromkeys(words) if one in named(sample(name))]


def is_elementwise(name):
    """Whether it takes numbers one by one; it may be told more, such as a slope."""
    if facts(name).shape != "like" or sum(one.required for one in function(name).parameters) != 1:
        return False
    return TENSORS[tensors(name)[0]].dtype == "float32"


NAMES = sorted({*function_names()} - GIVES_NO_TENSOR - CALLS_FUNCTIONS)
ELEMENTWISE = [name for name in NAMES if is_elementwise(name)]
KEEPING = [name for name in NAMES if has(name, "keeps_zero")]
OTHERS = [name for name in KEEPING if name not in {*ELEMENTWISE, *GOES_BY_ITS_ARGUMENTS}]


def applied(name, first=None):
    """The tensors that it gives, for another first one than its call has."""
    given = {one: VALUES[one] for one in tensors(name)}
    if first is not None:
        given[tensors(name)[0]] = first
    return [jnp.asarray(one) for one in jax.tree.leaves(reference(sample(name), PYTHON)(given))]


def filled(name, number):
    """Its first tensor, if all in it were one number."""
    return jnp.full_like(VALUES[tensors(name)[0]], number)


def seen(name, number):
    """What it gives, and the gradient of all that, where its first tensor is one number."""

    def total(tensor):
        given = applied(name, tensor)
        floats = [one for one in given if jnp.issubdtype(one.dtype, jnp.inexact)]
        return sum((jnp.sum(jnp.abs(one)) for one in floats), 0.0), given

    slopes, given = jax.grad(total, has_aux=True)(filled(name, number))
    return given, slopes


@cache
def at_points():
    """What is seen of each function at each of the points, compiled at once."""

    def see(points):
        ones = {name: jax.vmap(partial(seen, name))(points) for name in ELEMENTWISE}
        return ones, {name: seen(name, 0.0) for name in OTHERS}

    ones, others = jax.jit(see)(jnp.asarray(POINTS))
    zero = POINTS.index(0)
    at_zero = {name: jax.tree.map(lambda one: one[zero], ones[name]) for name in ELEMENTWISE}
    return ones, at_zero | others


def keeps_zero(name):
    """Whether zeros give zeros, and gradients that are numbers."""
    given, slopes = at_points()[1][name]
    return not any(one.any() for one in given) and bool(jnp.isfinite(slopes).all())


def has_value(name, number):
    """Whether it has a finite value for a number, as its line says."""
    domain = facts(name).domain
    return (domain is None or domain.hold(number)) and not (number == 0 and has(name, "nonzero"))


@pytest.mark.parametrize("name", [one for one in KEEPING if one not in GOES_BY_ITS_ARGUMENTS])
def test_what_keeps_zero_gives_zero_for_zero_and_a_gradient(name):
    assert keeps_zero(name), f"{FILE}: `{name}` does not have the trait `keeps_zero`"


@pytest.mark.parametrize("name", [name for name in ELEMENTWISE if not has(name, "no_gradient")])
def test_a_function_of_one_number_that_keeps_zero_says_so(name):
    assert has(name, "keeps_zero") or not keeps_zero(name), f"{FILE}: `{name}` lacks `keeps_zero`"


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_a_function_of_one_number_is_finite_where_it_says_so(name):
    given = at_points()[0][name][0]
    finite = [all(jnp.isfinite(one[at]).all() for one in given) for at in range(len(POINTS))]
    said = [has_value(name, number) for number in POINTS]
    wrong = [x for x, *one in zip(POINTS, finite, said, strict=True) if one[0] != one[1]]
    assert not wrong, f"{FILE}: mend `ge`, `gt`, `le`, `lt` or `nonzero` of `{name}`: {wrong}"


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_a_function_of_one_number_without_slopes_lets_no_gradient_through(name):
    slopes = at_points()[0][name][1]
    flat = not any(
        one.any() for one, number in zip(slopes, POINTS, strict=True) if has_value(name, number)
    )
    assert has(name, "no_gradient") == flat or name in OF_COMPLEX_NUMBERS, (
        f"{FILE}: `{name}` {'lacks' if flat else 'does not have'} the trait `no_gradient`"
    )


@pytest.mark.parametrize("name", [name for name in NAMES if name not in GOES_BY_ITS_ARGUMENTS])
def test_a_function_that_gives_whole_numbers_alone_lets_no_gradient_through(name):
    given = jax.eval_shape(lambda: applied(name))
    if not any(jnp.issubdtype(one.dtype, jnp.inexact) for one in given):
        assert has(name, "no_gradient"), f"{FILE}: `{name}` lacks `no_gradient`"


@pytest.mark.parametrize("name", [one for one in ELEMENTWISE if len(tensors(one)) == 1])
def test_a_function_of_one_number_that_makes_probabilities_says_so(name):
    within = all(((one >= 0) & (one <= 1)).all() for one in at_points()[0][name][0])
    if not has(name, "no_gradient") and name not in OF_COMPLEX_NUMBERS:
        assert has(name, "probabilities") == within, (
            f"{FILE}: `{name}` {'lacks' if within else 'does not have'} the trait `probabilities`"
        )


@pytest.mark.parametrize("name", [name for name in NAMES if has(name, "multiplies")])
def test_what_multiplies_gives_zero_where_a_factor_is_zero(name):
    assert not any(one.any() for one in applied(name, filled(name, 0)))
