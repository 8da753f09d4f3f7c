"""Finds where a model looks up rows of tables, and by which positions, from its traced call.

Whatever leads from an input to a table (reshaping, arithmetic, functions, layers of any depth) is
traced by JAX, so what is looked up is known exactly, without training weights or computing floats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import jax
import numpy as np
from jax.extend.core import ClosedJaxpr, Jaxpr, JaxprEqn, Literal, Var
from jax.extend.core.primitives import gather_p

from wtspec.model.paths import weights

if TYPE_CHECKING:
    import keras

_CALLS = {"jit", "pjit", "closed_call", "core_call", "remat", "checkpoint", "custom_jvp_call"}
_CALLS |= {"custom_vjp_call", "custom_vjp_call_jaxpr", "remat2"}


@dataclass(frozen=True, slots=True)
class Lookup:
    """The positions at which a table is read.

    Attributes:
        table: The path of the weight that is read; None where it is none.
        size: How many rows the table has.
        inputs: The inputs that the positions come from; none where they come from lengths alone.
        positions: What is looked up; the first axis is the rows where `by_row`.
        by_row: Whether each row of the inputs has positions of its own.
    """

    table: str | None
    size: int
    inputs: frozenset[str]
    positions: np.ndarray
    by_row: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """A value that inputs, lengths and constants alone tell."""

    value: Any
    inputs: frozenset[str]


@dataclass(frozen=True, slots=True)
class _LookedUp:
    """What is not known; the weight that it is, if it is one."""

    path: str | None


_Value = _Known | _LookedUp
_NOTHING = _LookedUp(None)


Look = Callable[[Mapping[str, np.ndarray]], list[Lookup]]


def lookups_of(
    model: keras.Model, inputs: Mapping[str, np.ndarray], *, single: bool
) -> Look | None:
    """What tells every lookup in a model's call on rows; None where it has none.

    Args:
        model: Built.
        inputs: By name; what is told later is of as many rows.
        single: Whether the model takes its one input bare.
    """
    names = list(inputs)
    given = inputs[names[0]] if single else dict(inputs)
    trained = [variable.value for variable in model.trainable_variables]
    others = [variable.value for variable in model.non_trainable_variables]
    abstract = jax.tree.map(
        lambda value: jax.ShapeDtypeStruct(value.shape, value.dtype), [trained, others]
    )
    traced = jax.make_jaxpr(
        lambda trainable, rest, x: model.stateless_call(trainable, rest, x, training=False)[0]
    )(*abstract, given)
    if not _looks_up(traced.jaxpr):
        return None
    paths = {id(weight): path for path, weight in weights(model).items()}
    own: list[_Value] = [
        _LookedUp(paths.get(id(variable)))
        for variable in (*model.trainable_variables, *model.non_trainable_variables)
    ]
    return _compiled(traced, own, names)


def _looks_up(jaxpr: Jaxpr) -> bool:
    return any(
        equation.primitive is gather_p
        or equation.params.get("name") == "_one_hot"
        or any(_looks_up(inner) for inner in _inner(equation))
        for equation in jaxpr.eqns
    )


def _inner(equation: JaxprEqn) -> Iterator[Jaxpr]:
    for value in equation.params.values():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, ClosedJaxpr):
                yield one.jaxpr
            elif isinstance(one, Jaxpr):
                yield one


def _compiled(traced: ClosedJaxpr, own: Sequence[_Value], names: Sequence[str]) -> Look:
    """The positions are computed in one compiled function, and nothing that they do not need."""
    facts: list[tuple[str | None, int, frozenset[str]]] = []

    @jax.jit
    def positions(named: dict[str, jax.Array]) -> list[jax.Array]:
        lookups: list[tuple[_LookedUp, int, _Known]] = []
        order = sorted(names)  # as JAX flattens mappings
        known = [_Known(named[name], frozenset({name})) for name in order]
        _run(traced.jaxpr, traced.consts, [*own, *known], lookups)
        facts[:] = [(table.path, size, index.inputs) for table, size, index in lookups]
        return [index.value for _, _, index in lookups]

    def look(inputs: Mapping[str, np.ndarray]) -> list[Lookup]:
        rows = len(next(iter(inputs.values())))
        arrays = map(np.asarray, positions(dict(inputs)))
        return [
            Lookup(table, size, of, array, bool(of) and array.ndim > 0 and len(array) == rows)
            for (table, size, of), array in zip(facts, arrays, strict=True)
        ]

    return look


def _run(
    jaxpr: Jaxpr,
    consts: Sequence[Any],
    arguments: Sequence[_Value],
    lookups: list[tuple[_LookedUp, int, _Known]],
) -> list[_Value]:
    values: dict[Var, _Value] = dict(zip(jaxpr.invars, arguments, strict=True))
    values |= {v: _Known(c, frozenset()) for v, c in zip(jaxpr.constvars, consts, strict=True)}

    def read(atom: Var | Literal) -> _Value:
        return _Known(atom.val, frozenset()) if isinstance(atom, Literal) else values[atom]

    for equation in jaxpr.eqns:
        taken = [read(atom) for atom in equation.invars]
        results = _result(equation, taken, lookups)
        values |= dict(zip(equation.outvars, results, strict=True))
    return [read(atom) for atom in jaxpr.outvars]


def _result(
    equation: JaxprEqn, taken: list[_Value], lookups: list[tuple[_LookedUp, int, _Known]]
) -> list[_Value]:
    name, kind = equation.params.get("name"), equation.primitive.name
    unknown: list[_Value] = [_NOTHING] * len(equation.outvars)
    if name in ("_take", "_one_hot"):
        _note(equation, name, taken, lookups)
    if kind in _CALLS and (inner := next(_inner(equation), None)) is not None:
        if name in ("_take", "_one_hot") and not all(isinstance(x, _Known) for x in taken):
            return unknown
        closed = next((v for v in equation.params.values() if isinstance(v, ClosedJaxpr)), None)
        if len(inner.invars) == len(taken):
            return _run(inner, closed.consts if closed else (), taken, lookups)
        return unknown
    if equation.primitive is gather_p:
        _note_gather(equation, taken, lookups)
    known = [one for one in taken if isinstance(one, _Known)]
    if len(known) < len(taken):
        table = taken[0] if kind == "convert_element_type" else _NOTHING
        return [table] * len(equation.outvars)
    if kind.startswith("random") or any(True for _ in _inner(equation)):
        return unknown  # a draw, or a loop
    made = equation.primitive.bind(*(one.value for one in known), **equation.params)
    inputs = frozenset().union(*(one.inputs for one in known))
    several = made if equation.primitive.multiple_results else [made]
    return [_Known(value, inputs) for value in several]


def _note(
    equation: JaxprEqn, name: str, taken: list[_Value], lookups: list[tuple[_LookedUp, int, _Known]]
) -> None:
    """A lookup as it was called, before negative positions are counted from the end."""
    if name == "_one_hot":
        (index, *_), classes = taken, set(_shape(equation.outvars[0]))
        sizes = classes - set(_shape(equation.invars[0]))
        if isinstance(index, _Known) and len(sizes) == 1:
            shown = jax.numpy.maximum(index.value, 0)  # below 0 is a row of zeros, and often meant
            lookups.append((_NOTHING, sizes.pop(), _Known(shown, index.inputs)))
        return
    axis = _axis(equation)
    if len(taken) == 2 and axis is not None and isinstance(taken[1], _Known):
        table = taken[0] if isinstance(taken[0], _LookedUp) else _NOTHING
        lookups.append((table, _shape(equation.invars[0])[axis], taken[1]))


def _axis(equation: JaxprEqn) -> int | None:
    gathers = [one for one in _gathers(next(_inner(equation))) if one.invars]
    axes = gathers[0].params["dimension_numbers"].start_index_map if len(gathers) == 1 else ()
    return axes[0] if len(axes) == 1 else None


def _gathers(jaxpr: Jaxpr) -> Iterator[JaxprEqn]:
    for equation in jaxpr.eqns:
        if equation.primitive is gather_p:
            yield equation
        for inner in _inner(equation):
            yield from _gathers(inner)


def _note_gather(
    equation: JaxprEqn, taken: list[_Value], lookups: list[tuple[_LookedUp, int, _Known]]
) -> None:
    table, index = taken
    if not isinstance(index, _Known):
        return
    axes = equation.params["dimension_numbers"].start_index_map
    shape, taken_sizes = _shape(equation.invars[0]), equation.params["slice_sizes"]
    for at, axis in enumerate(axes):
        one = _Known(index.value[..., at], index.inputs)
        size = shape[axis] - taken_sizes[axis] + 1
        lookups.append((table if isinstance(table, _LookedUp) else _NOTHING, size, one))


def _shape(atom: Var | Literal) -> tuple[int, ...]:
    return cast("Any", atom.aval).shape
