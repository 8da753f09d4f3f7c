"""What a script that trains brings along."""

# pyright: basic, reportOptionalMemberAccess=false

import keras


class StopAfter(keras.callbacks.Callback):
    """Ends the training after a number of updates."""

    def __init__(self, steps):
        super().__init__()
        self.steps = steps

    def on_train_batch_end(self, batch, logs=None):
        self.steps -= 1
        if self.steps == 0:
            self.model.stop_training = True


def unstack(path, value):
    """The parts of a stack by the paths that blocks have; what is no stack by its own."""
    if "*" not in path:
        return {path: value}
    found = {}
    for index, part in enumerate(value):
        found |= unstack(path.replace("*", str(index), 1), part)
    return found
