"""What makes an optimizer heed the settings of each weight."""

# pyright: basic

import keras

Optimizer = keras.optimizers.SGD  # given

# Weight decay goes by the learning rate too; Keras applies it before the update.


class ScaledOptimizer(Optimizer):
    """Multiplies the learning rate by the `lr_scale` of a weight that has one."""

    def update_step(self, gradient, variable, learning_rate):
        scale = getattr(variable, "lr_scale", 1.0)
        super().update_step(gradient, variable, learning_rate * scale)

    def _apply_weight_decay(self, variables):
        for variable in variables:
            before = variable.value
            super()._apply_weight_decay([variable])
            if hasattr(variable, "lr_scale"):
                step = variable.value - before
                variable.assign(before + variable.lr_scale * step)


def exclude_undecayed(optimizer, model):
    """Spares the weights that are not to decay."""
    undecayed = [
        variable
        for variable in model.trainable_variables
        if not getattr(variable, "weight_decay", True)
    ]
    optimizer.exclude_from_weight_decay(undecayed)
