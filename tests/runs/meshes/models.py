"""Compiled models on meshes, and what is on their devices."""

from contextlib import nullcontext

import jax
import keras
import numpy as np

from wtspec.model.mesh.assign import put_value
from wtspec.model.mesh.mesh import Mesh
from wtspec.train.callback_state import CallbackState
from wtspec.train.name_state import name_weights
from wtspec.train.snapshot import Moment
from wtspec.train.take_snapshot import SnapshotTaker

KERNEL = "net/hidden/kernel"
LAYOUTS = {
    KERNEL: (None, "model"),
    "net/hidden/bias": ("model",),
    "net/out/kernel": ("model", None),
    "adam/net_hidden_kernel_momentum": (None, "model"),
    "adam/net_hidden_kernel_velocity": (None, "model"),
}
MESHES = ({"data": 4, "model": 2}, {"data": 2, "model": 1}, {"data": 1, "model": 2}, None)


def make_model(sizes, seed, width=8):
    """A small model with an optimizer; None for one device."""
    with placing(sizes):
        keras.utils.set_random_seed(seed)
        layers = [
            keras.layers.Dense(width, name="hidden"),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(3, name="out"),
        ]
        model = keras.Sequential([keras.Input((4,)), *layers], name="net")
        model.compile(keras.optimizers.Adam(0.01, name="adam"), "mse", metrics=["mae"])
        model.optimizer.build(model.trainable_variables)
        rng = np.random.default_rng(seed)
        for one in model.optimizer.variables:
            if one.shape:
                put_value(one, rng.normal(size=one.shape).astype("float32"))
        batch = np.zeros((4, 4), "float32"), np.zeros((4, 3), "float32")
        model._symbolic_build(data_batch=batch)
    return model


def placing(sizes):
    """Where variables are born on a mesh of such sizes."""
    if sizes is None:
        return nullcontext()
    count = int(np.prod(list(sizes.values())))
    devices = np.asarray(jax.devices()[:count]).reshape(tuple(sizes.values()))
    return Mesh(jax.sharding.Mesh(devices, tuple(sizes))).placing(LAYOUTS)


def take(model, callbacks=None):
    """A snapshot of a model."""
    callbacks = callbacks or CallbackState([], name_weights(model))
    return SnapshotTaker(model, callbacks).take(Moment(1, 2), {}, None)


def bits(model):
    """The bytes of all of a model's variables."""
    variables = [*model.variables, *model.optimizer.variables, *model.metrics_variables]
    return [np.asarray(one.value).tobytes() for one in variables]


def own_bits(model):
    """The bytes of what this process has of them."""
    variables = [*model.variables, *model.optimizer.variables, *model.metrics_variables]
    shards = [one for each in variables for one in each.value.addressable_shards]
    return [np.asarray(one.data).tobytes() for one in shards]


def kernel_of(model):
    """The cut weight."""
    return next(one for one in model.weights if one.path == KERNEL)
