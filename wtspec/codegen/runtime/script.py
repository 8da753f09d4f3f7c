"""What a script that trains does besides."""

# pyright: basic, reportOptionalMemberAccess=false

import glob

import jax
import keras
import numpy as np
from jax.experimental import multihost_utils


def match_files(*patterns):
    """The files that the patterns match, in the order of their names."""
    return sorted(path for one in patterns for path in glob.glob(one, recursive=True))  # noqa: PTH207 - as text


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


def save_weights(model, file):
    """Writes all variables by their paths."""
    arrays = {}
    for variable in model.variables:
        arrays[variable.path] = variable.numpy()  # where: not scans
        arrays |= unstack(variable.path, variable.numpy())  # where: scans
    np.savez(file, **arrays)


def save_whole_weights(model, file):
    """Writes all variables by their paths; one process does, once all have told their parts."""
    arrays = {}
    for variable in model.variables:
        value = multihost_utils.process_allgather(variable.value, tiled=True)
        arrays[variable.path] = value  # where: not scans
        arrays |= unstack(variable.path, value)  # where: scans
    if jax.process_index() == 0:
        np.savez(file, **arrays)
