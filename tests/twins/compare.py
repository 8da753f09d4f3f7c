"""Compares a generated model with its twin: the same model, written by hand in ordinary Keras.

A twin says which of its variables is which of the spec's: `weights(model)` gives its variables by
the spec's paths. A seed's path is that of the layer that owns it, with `/seed_generator` behind.
"""

import jax
import keras
import numpy as np

from tests.twins import hlo
from wtspec.model import state, weights


def by_path(model):
    """A model's variables by the spec's paths: its weights and the states of its seeds.

    The scalars that `add_metric` leaves have no path in the spec; they keep Keras's.
    """
    found = {**weights(model), **state(model)}
    known = {id(variable) for variable in found.values()}
    hidden = {v.path.partition("/")[2]: v for v in model.variables if id(v) not in known}
    return {**found, **hidden}


def copy_weights(model, twin_weights):
    """Gives the twin the generated model's values, every one."""
    ours = by_path(model)
    assert sorted(ours) == sorted(twin_weights)
    for path, variable in twin_weights.items():
        assert variable.shape == ours[path].shape, path
        assert variable.trainable == ours[path].trainable, path
        variable.assign(ours[path].value)


def assert_same_outputs(model, twin, inputs, tolerance=1e-6, **options):
    """For the same inputs, with the weights that both have."""
    ours = keras.tree.flatten(model(inputs, **options))
    theirs = keras.tree.flatten(twin(inputs, **options))
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=tolerance, atol=tolerance)


def assert_same_program(model, twin, twin_weights, batch):
    """The compiled training steps are one XLA program, names and the order of lines aside.

    Args:
        batch: `(x, y)` or `(x, y, sample_weight)`; its shapes and dtypes alone matter.
    """
    ours = compile_step(model, by_path(model), batch).as_text()
    theirs = compile_step(twin, twin_weights, batch).as_text()
    if hlo.fingerprint(ours) != hlo.fingerprint(theirs):
        raise AssertionError(hlo.difference(ours, theirs))


def assert_same_cost(model, twin, twin_weights, batch):
    """The same FLOPs and bytes, for a twin whose structure can't give the same instructions."""
    ours = compile_step(model, by_path(model), batch).cost_analysis()
    theirs = compile_step(twin, twin_weights, batch).cost_analysis()
    for what in ("flops", "bytes accessed"):
        assert ours[what] == theirs[what], what


def compile_step(model, variables, batch):
    """Keras's own training step, compiled, its state given by path rather than by position."""
    model._symbolic_build(data_batch=batch)
    assert {id(v) for v in variables.values()} == {id(v) for v in model.variables}
    names = {id(variable): path for path, variable in variables.items()}
    keys = (
        [names[id(variable)] for variable in model.trainable_variables],
        [names[id(variable)] for variable in model.non_trainable_variables],
        _optimizer_keys(model.optimizer, names),
        [f"{index:03}" for index, _ in enumerate(model.metrics_variables)],
    )
    parts = (
        model.trainable_variables,
        model.non_trainable_variables,
        model.optimizer.variables,
        model.metrics_variables,
    )

    def step(state, data):
        listed = tuple(
            [part[key] for key in order] for part, order in zip(state, keys, strict=True)
        )
        logs, listed = model.train_step(listed, data)
        return logs, tuple(
            dict(zip(order, part, strict=True)) for part, order in zip(listed, keys, strict=True)
        )

    state = tuple(
        {key: _abstract(variable.value) for key, variable in zip(order, part, strict=True)}
        for part, order in zip(parts, keys, strict=True)
    )
    data = keras.tree.map_structure(_abstract, batch)
    return jax.jit(step, donate_argnums=0).lower(state, data).compile()


def _optimizer_keys(optimizer, names):
    """A slot is known by its list's name and its weight's path, whatever the weights' order."""
    order = [names[id(variable)] for variable in optimizer._trainable_variables]
    slots = {
        id(variable): f"{name}/{path}"
        for name, several in vars(optimizer).items()
        if isinstance(several, list) and several is not optimizer._trainable_variables
        for variable, path in zip(several, order, strict=False)
        if isinstance(variable, keras.Variable) and len(several) == len(order)
    }
    counted = enumerate(optimizer.variables)
    return [slots.get(id(variable), f"{index:03}") for index, variable in counted]


def _abstract(value):
    return jax.ShapeDtypeStruct(value.shape, value.dtype)
