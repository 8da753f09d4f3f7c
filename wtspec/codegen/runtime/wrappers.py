"""Layers round layers, where a spec says `remat` or `scan`."""

# pyright: basic, reportAttributeAccessIssue=false, reportOptionalCall=false
# pyright: reportGeneralTypeIssues=false

import keras
from keras import ops

from wtspec.codegen.runtime.masked import Masked


def call_purely(layer, values, *args, **kwargs):
    """What a layer gives if its variables have these values; nothing else changes.

    Returns:
        The outputs, the new values of variables by position, and the losses that were added.
    """
    with keras.StatelessScope(collect_losses=True) as scope:
        old = [v.assign(value) for v, value in zip(layer.variables, values)]
        outputs = layer(*args, **kwargs)
        new = [scope.get_current_value(variable) for variable in layer.variables]
        losses = list(scope.losses)
        layer._clear_losses()  # it knows them by ids, which others may get after them
    changed = {i: new[i] for i in range(len(new)) if new[i] is not old[i]}
    return outputs, changed, losses


class Rematerialized(keras.layers.Layer):
    """Keeps nothing of what a layer computes: the backward pass computes it again."""

    def __init__(self, layer, **kwargs):
        super().__init__(autocast=False, **kwargs)
        self.layer = layer
        self.supports_masking = layer.supports_masking

    def build(self, *shapes):
        if shapes:  # else the first call builds the layer
            self.layer.build(*shapes)

    def call(self, x, *args, **kwargs):
        if not self.layer.built:
            return self.layer(x, *args, **kwargs)
        variables = self.layer.variables

        def compute(values):
            outputs, *rest = call_purely(self.layer, values, x, *args, **kwargs)
            masks = keras.tree.map_structure(keras.src.backend.get_keras_mask, outputs)
            return outputs, masks, *rest

        values = [variable.value for variable in variables]
        outputs, masks, changed, losses = keras.remat(compute)(values)
        keras.tree.map_structure(keras.src.backend.set_keras_mask, outputs, masks)
        for index, value in changed.items():
            variables[index].assign(value)
        for loss in losses:
            self.add_loss(loss)
        return outputs

    def compute_mask(self, inputs, previous_mask=None):
        return self.layer.compute_mask(inputs, previous_mask)

    def compute_output_shape(self, *shapes):
        return self.layer.compute_output_shape(*shapes)

    # Keras still traces `call` for the output's dtype.
    compute_output_spec = keras.Operation.compute_output_spec


def make_within(scopes, make):
    """What `make` makes, named within scopes."""
    if not scopes:
        return make()
    with keras.name_scope(scopes[0]):
        return make_within(scopes[1:], make)


class ScannedLayers(keras.layers.Layer):
    """Equal layers, each called on the output of the one before, as one compiled loop.

    Its weights stack those of the layers: each of these is a slice.
    """

    def __init__(self, blocks, remat=False, **kwargs):
        super().__init__(autocast=False, **kwargs)
        self.supports_masking = blocks[0].supports_masking
        self.masked = Masked()
        self.remat = remat
        self.length = len(blocks)
        self.stacks = []
        # Out of the sight of Keras, for which the stacks are the weights.
        object.__setattr__(self, "blocks", blocks)

    def __len__(self):
        return self.length

    @keras.layers.Layer.trainable.setter
    def trainable(self, value):
        keras.layers.Layer.trainable.fset(self, value)
        for block in self.blocks:
            block.trainable = value

    def __call__(self, x, *args, **kwargs):
        if not self.built:
            for block in self.blocks:
                block(x, *args, **kwargs)
            self.build()
        return super().__call__(x, *args, **kwargs)

    def build(self, *shapes):
        for block in self.blocks:
            if not block.built:
                block.build(*shapes)
        variables = zip(*(block.variables for block in self.blocks), strict=True)
        self.stacks = [self.stack(i, each) for i, each in enumerate(variables)]
        # The first stands for all from here on.
        object.__setattr__(self, "blocks", self.blocks[:1])

    def stack(self, number, variables):
        """The weight that stacks a variable of each block."""
        block, first = self.blocks[0], variables[0]
        scopes, name = [], f"({number})"  # of no weight, but a generator's state
        if any(first is weight for weight in block.weights):
            *scopes, name = first.path.removeprefix(f"{block.path}/").split("/")

        def initialize(shape, dtype=None):
            return ops.stack([variable.value for variable in variables])

        def make():
            return keras.Variable(
                initialize,
                shape=(self.length, *first.shape),
                dtype=first.dtype,
                trainable=any(first is one for one in block.trainable_variables),
                autocast=False,
                aggregation=first.aggregation,
                name=name,
            )

        def each(function, weight):
            return ops.vectorized_map(function, ops.convert_to_tensor(weight))

        weight = make_within(scopes, make)
        for name in ("lr_scale", "weight_decay"):  # where: scales
            if hasattr(first, name):
                setattr(weight, name, getattr(first, name))
        weight.overwrite_with_gradient = first.overwrite_with_gradient
        if first.regularizer is not None:
            weight.regularizer = lambda weight: ops.sum(each(first.regularizer, weight))
        if first.constraint is not None:
            weight.constraint = lambda weight: each(first.constraint, weight)
        return weight

    def call(self, x, *args, mask=None, x_mask=None, **kwargs):
        block = self.blocks[0]
        x = block.dtype_policy.convert_input(x, block.autocast, block.input_dtype)
        mask = x_mask if mask is None else mask
        passes = block.supports_masking and block.compute_mask(x, mask) is mask
        mask = mask if passes else None  # else each block would get what the first alone is given

        def compute(x, values):
            x = x if mask is None else self.masked(x, mask=mask)
            y, changed, losses = call_purely(block, values, x, *args, **kwargs)
            return y, (changed, losses)

        compute = keras.remat(compute) if self.remat else compute
        values = [stack.value for stack in self.stacks]
        x, (changed, losses) = ops.scan(compute, x, values, self.length)
        for index, value in changed.items():
            self.stacks[index].assign(value)
        for loss in losses:
            self.add_loss(ops.sum(loss))
        return x

    def compute_mask(self, inputs, previous_mask):
        return self.blocks[0].compute_mask(inputs, previous_mask)

    def compute_output_shape(self, input_shape):
        return input_shape

    # Keras still traces `call` for the output's dtype.
    compute_output_spec = keras.Operation.compute_output_spec

    @property
    def reported(self):  # where: reports
        """What the blocks report, a vector of the scalars of each name."""
        found = {}
        for stack, variable in zip(self.stacks, self.blocks[0].variables):
            if variable.name.endswith(")") and "float" in variable.dtype:
                found.setdefault(variable.name[1:-1], []).append(ops.ravel(stack))
        return {name: ops.concatenate(several) for name, several in found.items()}
