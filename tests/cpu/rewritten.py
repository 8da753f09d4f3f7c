"""A function as the CPU is given it."""

import jax
from jax.extend.core import jaxpr_as_fun

from wtspec.cpu import for_cpu


def rewritten(function):
    """The function, traced and rewritten wherever it is called."""

    def call(*args):
        traced, result = jax.make_jaxpr(function, return_shape=True)(*args)
        leaves = jaxpr_as_fun(for_cpu(traced))(*jax.tree.leaves(args))
        return jax.tree.unflatten(jax.tree.structure(result), leaves)

    return call
