"""Rewrites a traced function, equation by equation. Nothing outside of it is touched."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator

import jax
from jax.extend.core import ClosedJaxpr, Jaxpr, JaxprEqn, jaxprs_in_params
from jax.extend.core.primitives import (
    conv_general_dilated_p,
    dot_general_p,
    select_and_scatter_add_p,
)

from wtspec.cpu.convolution import is_fast_in_loops, rewrite_convolution
from wtspec.cpu.geometry import abstract
from wtspec.cpu.max_pooling import rewrite_max_pooling_gradient
from wtspec.cpu.product import rewrite_product

_RULES = {
    conv_general_dilated_p: rewrite_convolution,
    dot_general_p: rewrite_product,
    select_and_scatter_add_p: rewrite_max_pooling_gradient,
}


def for_cpu(traced: ClosedJaxpr) -> ClosedJaxpr:
    """A traced function with its convolutions, products and gradients of max pooling rewritten.

    Gradients are rewritten where the function itself takes them, as a training step does.

    Args:
        traced: Any function.

    Returns:
        One that gives the same, to round-off; the very same one where there is nothing to gain.
    """
    jaxpr = _rewrite_open(traced.jaxpr)
    return traced if jaxpr is traced.jaxpr else traced.replace(jaxpr=jaxpr)


def slow_in_loops(traced: ClosedJaxpr) -> bool:
    """Whether a traced function holds what the CPU runs many times slower within a loop."""
    return any(
        equation.primitive is conv_general_dilated_p and not is_fast_in_loops(equation)
        for equation in equations(traced.jaxpr)
    )


def _rewrite_open(jaxpr: Jaxpr) -> Jaxpr:
    """The very same one where nothing in it changes: JAX compiles a function once by identity."""
    equations = [_rewrite_equation(equation) for equation in jaxpr.eqns]
    same = all(map(operator.is_, equations, jaxpr.eqns))
    return jaxpr if same else jaxpr.replace(eqns=equations)


def _rewrite_equation(equation: JaxprEqn) -> JaxprEqn:
    rule = _RULES.get(equation.primitive)
    if rule is None:
        return _rewrite_inner(equation)
    formula = rule(equation)
    return equation if formula is None else _call(formula, equation)


def _rewrite_inner(equation: JaxprEqn) -> JaxprEqn:
    """The equation with what it calls rewritten: bodies of loops, branches, `jit`, `remat`."""
    params = {name: _rewrite_param(value) for name, value in equation.params.items()}
    same = all(map(operator.is_, params.values(), equation.params.values()))
    return equation if same else equation.replace(params=params)


def _rewrite_param(value: object) -> object:
    match value:
        case ClosedJaxpr():
            return for_cpu(value)
        case Jaxpr():
            return _rewrite_open(value)
        case tuple() if any(isinstance(entry, ClosedJaxpr) for entry in value):
            return tuple(_rewrite_param(entry) for entry in value)
        case _:
            return value


def _call(formula: Callable[..., jax.Array], equation: JaxprEqn) -> JaxprEqn:
    """An equation of the same inputs and outputs that calls the formula."""
    inputs = map(abstract, equation.invars)
    (call,) = jax.make_jaxpr(jax.jit(formula))(*inputs).eqns
    return call.replace(
        invars=equation.invars, outvars=equation.outvars, source_info=equation.source_info
    )


def equations(jaxpr: Jaxpr) -> Iterator[JaxprEqn]:
    """Of a program and of those within it."""
    for equation in jaxpr.eqns:
        yield equation
        for inner in jaxprs_in_params(equation.params):
            yield from equations(inner)
