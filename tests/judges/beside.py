"""Judges a declared layer beside Keras's own: same weights, inputs and numbers."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import jax
import keras
import numpy as np


@dataclass(frozen=True)
class Pair:
    """One layer of ours and Keras's of that name, made alike.

    Attributes:
        shapes: Of each input, the batch first.
        ids: Inputs are whole numbers below this, where it is not zero.
        random: Whether training draws numbers, which are not the same in both.
    """

    ours: type
    theirs: type
    params: dict
    shapes: tuple[tuple[int, ...], ...]
    ids: int = 0
    random: bool = False
    near: float = field(default=1e-5)

    def inputs(self) -> list[np.ndarray]:
        rng = np.random.default_rng(0)
        if self.ids:
            return [rng.integers(0, self.ids, shape).astype("int32") for shape in self.shapes]
        return [rng.normal(size=shape).astype("float32") for shape in self.shapes]

    def make(self, **options) -> tuple[keras.layers.Layer, keras.layers.Layer]:
        """Both, built, with the same weights, none at its start."""
        ours, theirs = self.ours(**self.params, **options), self.theirs(**self.params, **options)
        for layer in (ours, theirs):
            self.call(layer, self.inputs())
        rng = np.random.default_rng(1)
        for mine, other in zip(ours.weights, theirs.weights, strict=True):
            assert (mine.shape, mine.trainable) == (other.shape, other.trainable), mine.path
            value = np.abs(0.5 + 0.3 * rng.normal(size=mine.shape))
            mine.assign(value)
            other.assign(value)
        return ours, theirs

    def call(self, layer: keras.layers.Layer, inputs: list, **options):
        """Keras's layers of several inputs take a list of them, ours take them one by one."""
        if len(inputs) == 1:
            return layer(inputs[0], **options)
        as_list = type(layer) is self.theirs
        return layer(inputs, **options) if as_list else layer(*inputs, **options)

    def model(self, layer: keras.layers.Layer) -> keras.Model:
        """A model of one layer, of which the loss is taken."""
        dtype = "int32" if self.ids else "float32"
        inputs = [keras.Input(shape[1:], dtype=dtype) for shape in self.shapes]
        return keras.Model(inputs, self.call(layer, inputs))


def near(one, other, tolerance: float) -> None:
    one, other = (np.asarray(keras.ops.cast(x, "float32")) for x in (one, other))
    np.testing.assert_allclose(one, other, rtol=tolerance, atol=tolerance)


def check_outputs(pair: Pair) -> None:
    """Outputs are the same."""
    ours, theirs = pair.make()
    near(pair.call(ours, pair.inputs()), pair.call(theirs, pair.inputs()), pair.near)


def check_gradients(pair: Pair) -> None:
    """So are gradients by weights and by inputs."""
    found = []
    for layer in pair.make():

        def total(trainable, inputs, layer=layer):
            values = [variable.value for variable in layer.non_trainable_variables]
            given = [inputs] if len(inputs) > 1 and type(layer) is pair.theirs else inputs
            outputs, _ = layer.stateless_call(trainable, values, *given)
            return (outputs * np.cos(np.arange(outputs.size)).reshape(outputs.shape)).sum()

        weights = [variable.value for variable in layer.trainable_variables]
        by = jax.grad(total, argnums=0 if pair.ids else (0, 1))(weights, pair.inputs())
        found.append(jax.tree.leaves(by))
    for one, other in zip(*found, strict=True):
        near(one, other, 10 * pair.near)


def check_mixed_precision(pair: Pair) -> None:
    """In bfloat16 outputs have the same type, weights too, and the numbers are near."""
    ours, theirs = pair.make(dtype="mixed_bfloat16")
    mine, other = (pair.call(layer, pair.inputs()) for layer in (ours, theirs))
    assert mine.dtype == other.dtype
    assert [w.dtype for w in ours.weights] == [w.dtype for w in theirs.weights]
    near(mine, other, 0.05)


def check_shapes(pair: Pair) -> None:
    """Shapes and types of outputs are known beforehand, the batch's size open."""
    dtype = "int32" if pair.ids else "float32"
    open_ = [keras.KerasTensor((None, *shape[1:]), dtype) for shape in pair.shapes]
    specs = [pair.call(layer, open_) for layer in pair.make()]
    assert specs[0].shape == specs[1].shape
    assert specs[0].dtype == specs[1].dtype


def check_mask(pair: Pair) -> None:
    """A mask on the inputs comes out of both, or of neither."""
    found = []
    for layer in pair.make():
        inputs = [keras.ops.convert_to_tensor(value) for value in pair.inputs()]
        for value in inputs:
            if not pair.ids and value.ndim == 3:
                mask = keras.ops.arange(value.shape[1]) < value.shape[1] - 1
                mask = keras.ops.broadcast_to(mask, value.shape[:2])
                keras.src.backend.set_keras_mask(value, mask)
        found.append(keras.src.backend.get_keras_mask(pair.call(layer, inputs)))
    ours, theirs = found
    assert (ours is None) == (theirs is None), f"ours: {ours}, Keras's: {theirs}"
    if ours is not None:
        np.testing.assert_array_equal(ours, theirs)


def check_saved(pair: Pair) -> None:
    """A model with the layer gives the same when it is loaded from its file."""
    model = pair.model(pair.make()[0])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.keras"
        model.save(file)
        again = keras.models.load_model(file)
    near(again(pair.inputs()), model(pair.inputs()), 1e-6)


def check_training(pair: Pair) -> None:
    """Some steps of training leave the same weights, moving statistics among them.

    Where training draws numbers, it runs, and what it gives has the same mean and spread.
    """
    if pair.random:
        _check_drawn(pair)
        return
    ended = []
    for layer in pair.make():
        model = pair.model(layer)
        model.compile(keras.optimizers.SGD(0.01), "mse")
        targets = np.ones(model(pair.inputs()).shape)
        model.fit(pair.inputs(), targets, epochs=3, batch_size=8, shuffle=False, verbose=0)
        ended.append([np.asarray(weight) for weight in layer.weights])
    for one, other in zip(*ended, strict=True):
        near(one, other, 10 * pair.near)


def _check_drawn(pair: Pair) -> None:
    wide = np.ones((2048, *pair.shapes[0][1:]), "float32")  # a row may have but two draws
    ours, theirs = (np.asarray(layer(wide, training=True)) for layer in pair.make())
    assert (ours != ours[:1]).any(), "rows are given the same noise"
    np.testing.assert_allclose(ours.mean(), theirs.mean(), atol=0.1)
    np.testing.assert_allclose(ours.std(), theirs.std(), atol=0.1)


CHECKS = {
    check.__name__.removeprefix("check_").replace("_", " "): check
    for check in (
        check_outputs,
        check_gradients,
        check_mixed_precision,
        check_shapes,
        check_mask,
        check_saved,
        check_training,
    )
}
