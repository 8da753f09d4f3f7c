"""Calls that replace weights of a sublayer."""

# pyright: basic

import keras

from wtspec.codegen.runtime.wrappers import Rematerialized


class ReplacedWeights(keras.StatelessScope):
    """Gives some variables other values; all else is as it is round the scope."""

    def __init__(self, values):
        super().__init__(values, collect_losses=True)
        self.updates = {}

    def get_current_value(self, variable):
        value = super().get_current_value(variable)
        if value is None and self.original_scope is not None:
            return self.original_scope.get_current_value(variable)
        return value

    def add_update(self, update):
        super().add_update(update)
        self.updates[id(update[0])] = update

    def add_loss(self, loss):
        if self.original_scope is None:
            super().add_loss(loss)
        else:
            self.original_scope.add_loss(loss)


def call_with_weights(layer, weights, *args, **kwargs):
    """What a layer gives if some of its weights, named by their paths in it, have other values."""
    if not layer.built:  # so the call is traced for its shape
        return layer(*args, **kwargs)
    outer = layer.path  # where: Rematerialized
    if isinstance(layer, Rematerialized):  # where: Rematerialized
        outer = layer.layer.path
    variables = {}
    for variable in layer.weights:
        parts = variable.path.removeprefix(f"{layer.path}/").split("/")  # where: not Rematerialized
        parts = variable.path.removeprefix(f"{outer}/").split("/")  # where: Rematerialized
        path = "/".join(p.replace(".", "/") for p in parts if not p.startswith("("))
        variables[path] = variable
    for path in weights:
        if path not in variables:
            raise ValueError(f"{layer.name} has no weight {path}. It has {', '.join(variables)}.")
    values = [(variables[path], value) for path, value in weights.items()]
    with ReplacedWeights(values) as scope:
        outputs = layer(*args, **kwargs)
    replaced = [id(variable) for variable, _ in values]
    for variable, value in scope.updates.values():
        if id(variable) not in replaced:
            variable.assign(value)
    for loss in scope.losses:
        layer.add_loss(loss)
    return outputs
