"""Calls Keras's functions as `calls` writes them, without anything of wtspec's language."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np

from scripts.catalog_snapshot.calls import TENSORS, sample_call
from scripts.catalog_snapshot.parameters import Explicit

SEED = 3
_OWN: dict[str, Callable[..., Any]] = {
    "total": lambda carry, item: (carry + item, carry * item),
    "joined": lambda a, b: a + b,
    "doubled": lambda a: a * 2,
}
Python = Mapping[str, str]
"""What source calls each function, by its name in formulas."""


def values() -> dict[str, np.ndarray]:
    """Numbers for every named tensor, the same each time."""
    rng = np.random.default_rng(0)
    found: dict[str, np.ndarray] = {}
    for name, one in TENSORS.items():
        low, high = one.scale
        if one.dtype == "float32":
            found[name] = rng.uniform(low, high, one.shape).astype("float32")
        else:
            found[name] = rng.integers(int(low), int(high), one.shape).astype(one.dtype)
    found["ramp"] = np.sort(found["ramp"])
    found["definite"] = found["m"] @ found["m"].T + 2 * np.eye(3, dtype="float32")
    return found


def named(formula: str) -> tuple[str, ...]:
    """The tensors that a formula names, sorted."""
    tree = ast.parse(formula, mode="eval")
    return tuple(sorted(_names(tree) & set(TENSORS)))


def reference(formula: str, python: Python) -> Callable[[Mapping[str, Any]], object]:
    """The formula as a function of the tensors that it names."""
    tree = ast.fix_missing_locations(_Renamed(python).visit(ast.parse(formula, mode="eval")))
    code: CodeType = compile(tree, formula, "eval")
    known = {"keras": keras, "ops": keras.ops, "true": True, "false": False, "none": None}

    def call(given: Mapping[str, Any]) -> object:
        seed = keras.random.SeedGenerator(SEED)
        return eval(code, {**known, **_OWN, "seed": seed}, dict(given))  # noqa: S307 - written in `calls`

    return call


def tensors_alone(name: str, parameters: list[Explicit], python: Python) -> list[str]:
    """The parameters in which a function takes tensors, but no `Variable`."""
    formula = sample_call(name, tuple(one.name for one in parameters if one.required))
    given = {one: jnp.asarray(array) for one, array in values().items() if one in named(formula)}
    call = reference(formula, python)
    expected = jax.eval_shape(call, given)
    found: list[str] = []
    for parameter, one in _bare(formula, name, [one.name for one in parameters]):
        array = given[one]
        others = {other: array for other, array in given.items() if other != one}
        weight = keras.Variable(array, dtype=array.dtype, trainable=False)
        try:
            shapes = jax.eval_shape(
                lambda others, one=one, w=weight: call({**others, one: w}), others
            )
        except (TypeError, ValueError):
            shapes = None
        drawn = name.startswith("random.")  # in its own scope, a seed's state is traced otherwise
        stale = shapes == expected and not drawn and not _follows(call, given, one, weight)
        if (shapes != expected or stale) and parameter not in found:
            found.append(parameter)
    return found


def _follows(
    call: Callable[[Mapping[str, Any]], object],
    given: Mapping[str, jax.Array],
    name: str,
    weight: keras.Variable,
) -> bool:
    """Whether a function sees the value that a weight has in a trace, not the one it was made with.

    JAX asks some arguments for a number of Python's.
    """

    def held(given: Mapping[str, jax.Array]) -> object:
        with keras.StatelessScope(state_mapping=[(weight, given[name])]):
            return call({**given, name: weight})

    return str(jax.make_jaxpr(held)(given)) == str(jax.make_jaxpr(call)(given))


def _bare(formula: str, name: str, parameters: list[str]) -> list[tuple[str, str]]:
    """The arguments of a function that are named tensors, or hold some in a list."""
    nodes = ast.walk(ast.parse(formula, mode="eval"))
    call = next(
        node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == name
    )
    positional = [*parameters, *[parameters[-1]] * len(call.args)]
    pairs = [*zip(positional, call.args, strict=False)]
    pairs += [(keyword.arg or "", keyword.value) for keyword in call.keywords]
    return [(parameter, one) for parameter, value in pairs for one in _items(value)]


def _items(value: ast.expr) -> list[str]:
    if isinstance(value, ast.List | ast.Tuple):
        return [name for item in value.elts for name in _items(item)]
    return [value.id] if isinstance(value, ast.Name) and value.id in TENSORS else []


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


class _Renamed(ast.NodeTransformer):
    """Puts Keras's names in the place of those that formulas use."""

    def __init__(self, python: Python) -> None:
        self.python = {**python, "shape": "ops.shape"}

    def visit_Call(self, node: ast.Call) -> ast.Call:
        """A call, what it calls renamed."""
        self.generic_visit(node)
        found = self.python.get(ast.unparse(node.func), ast.unparse(node.func))
        node.func = ast.parse(found, mode="eval").body
        if found.startswith("keras.random."):
            node.keywords.append(ast.keyword("seed", ast.Name("seed", ast.Load())))
        return node
