"""What is asked of each layer of a paper; each check raises `AssertionError` where it fails."""

import tempfile
from pathlib import Path

import jax
import keras
import numpy as np
from keras.src import testing

from tests.judges.papers.paper import Paper, stir, values_of, variables_of


def run(layer: keras.layers.Layer, inputs: dict, **options):
    """Calls a layer by its inputs' names; one alone by position, as `RNN` asks."""
    first, *more = inputs
    return layer(inputs[first], **{name: inputs[name] for name in more}, **options)


def built(paper: Paper, **options) -> keras.layers.Layer:
    """The layer with weights that are neither zero nor one."""
    layer = paper.make(**options)
    run(layer, paper.inputs())
    stir(layer)
    return layer


def assert_near(outputs, expected, near: float) -> None:
    ours, theirs = keras.tree.flatten(outputs), keras.tree.flatten(expected)
    for one, other in zip(ours, theirs, strict=True):
        value = np.asarray(keras.ops.cast(one, "float32"))
        np.testing.assert_allclose(value, other, rtol=near, atol=near)


def check_values(paper: Paper) -> None:
    """Outputs are those of the paper."""
    layer, inputs = built(paper), paper.inputs()
    expected = paper.expect(values_of(layer), inputs)
    assert_near(run(layer, inputs), expected, paper.near)


def check_gradients(paper: Paper) -> None:
    """A step along random directions changes what the paper says as the gradient promises."""
    layer, inputs = built(paper), paper.inputs()
    rng = np.random.default_rng(2)
    outputs = keras.tree.flatten(run(layer, inputs))
    weigh = [rng.normal(size=one.shape) for one in outputs]
    names = [name for name in inputs if name != "edges"]
    paths = [path for path, _ in trained(layer)]

    def total(trainable, given):
        values = [variable.value for variable in layer.non_trainable_variables]
        x = {**inputs, **given}
        first, *more = x
        found, _ = layer.stateless_call(trainable, values, x[first], **{k: x[k] for k in more})
        found = keras.tree.flatten(found)
        return sum((one * w).sum() for one, w in zip(found, weigh, strict=True))

    start = [np.asarray(variable) for _, variable in trained(layer)]
    given = {name: inputs[name] for name in names}
    by_weights, by_inputs = jax.jit(jax.grad(total, argnums=(0, 1)))(start, given)
    ways = [rng.normal(size=one.shape) for one in start]
    roads = {name: rng.normal(size=inputs[name].shape) for name in names}
    promised = sum((g * w).sum() for g, w in zip(by_weights, ways, strict=True))
    promised += sum((by_inputs[name] * roads[name]).sum() for name in names)

    def moved(step: float) -> float:
        values = dict(values_of(layer))
        values |= {p: v + step * w for p, v, w in zip(paths, start, ways, strict=True)}
        x = {name: value + step * roads.get(name, 0) for name, value in inputs.items()}
        found = keras.tree.flatten(paper.expect(values, x))
        return sum((one * w).sum() for one, w in zip(found, weigh, strict=True))

    found = (moved(1e-6) - moved(-1e-6)) / 2e-6
    np.testing.assert_allclose(promised, found, rtol=1e-3, atol=1e-3)


def trained(layer: keras.layers.Layer) -> list[tuple[str, keras.Variable]]:
    """The trainable weights by path, in the layer's order."""
    paths = {id(v): path for path, v in variables_of(layer).items()}
    return [(paths[id(v)], v) for v in layer.trainable_variables]


def check_mixed_precision(paper: Paper) -> None:
    """In bfloat16 outputs have that type, weights stay float32, and the numbers stay near."""
    inputs = paper.inputs()
    wide, narrow = built(paper), built(paper, dtype="mixed_bfloat16")
    for variable in narrow.trainable_variables:
        assert variable.dtype == "float32", variable.path
    narrow.set_weights(wide.get_weights())
    found = keras.tree.flatten(run(narrow, inputs))
    expected = keras.tree.flatten(run(wide, inputs))
    for one, other in zip(found, expected, strict=True):
        assert one.dtype == "bfloat16"
        scale = np.abs(np.asarray(other)).max()
        away = np.abs(np.asarray(one, "float32") - np.asarray(other))
        assert np.median(away) <= 0.03 * scale, f"{np.median(away)} of {scale}"


def check_shapes(paper: Paper) -> None:
    """Shapes are known before any tensor is, with the batch's size open."""
    layer, inputs = built(paper), paper.inputs()
    open_ = {name: keras.KerasTensor((None, *v.shape[1:])) for name, v in inputs.items()}
    known = keras.tree.flatten(run(paper.make(), open_))
    for spec, output in zip(known, keras.tree.flatten(run(layer, inputs)), strict=True):
        assert spec.shape == (None, *output.shape[1:])
        assert spec.dtype == keras.backend.standardize_dtype(output.dtype)


def check_saved(paper: Paper) -> None:
    """A model that holds the layer is the same when it is loaded from its file."""
    inputs = paper.inputs()
    given = {name: keras.Input(v.shape[1:], name=name) for name, v in inputs.items()}
    model = keras.Model(given, run(paper.make(), given))
    stir(model)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.keras"
        model.save(file)
        again = keras.models.load_model(file)
    assert_near(again(inputs), model(inputs), 1e-6)


def check_trained(paper: Paper) -> None:
    """Training takes the loss down, and moves every trainable weight."""
    inputs = paper.inputs()
    given = {name: keras.Input(v.shape[1:], name=name) for name, v in inputs.items()}
    outputs = keras.tree.flatten(run(paper.make(), given))
    model = keras.Model(given, [keras.layers.Flatten()(one) for one in outputs])
    stir(model)
    before = model.get_weights()
    rows = len(next(iter(inputs.values())))
    rng = np.random.default_rng(3)
    targets = [rng.normal(size=(rows, one.shape[-1])) for one in model.outputs]
    model.compile(keras.optimizers.SGD(1e-2), ["mse"] * len(targets))
    first = model.evaluate(inputs, targets, verbose=0, return_dict=True)["loss"]
    losses = model.fit(inputs, targets, epochs=5, batch_size=8, shuffle=False, verbose=0)
    losses = losses.history["loss"]
    if any("seed" in variable.path for variable in model.variables):  # what is drawn hides it
        losses = [first, model.evaluate(inputs, targets, verbose=0, return_dict=True)["loss"]]
    if model.trainable_variables:
        assert losses[-1] < losses[0]
    for variable, value in zip(model.weights, before, strict=True):
        assert variable.trainable != np.array_equal(variable, value), variable.path


def check_keras(paper: Paper) -> None:
    """What Keras's `run_layer_test` asks of every layer."""
    shapes = {f"{name}_shape": shape for name, shape in paper.shapes.items()}
    alone = next(iter(paper.shapes.values())) if len(shapes) == 1 else None
    testing.TestCase().run_layer_test(
        paper.make,
        init_kwargs={},
        input_shape=alone or shapes,
        input_dtype=None if alone else dict.fromkeys(shapes, "float32"),
        run_training_check=alone is not None,  # its model takes one input
    )


CHECKS = {
    check.__name__.removeprefix("check_").replace("_", " "): check
    for check in (
        check_values,
        check_gradients,
        check_mixed_precision,
        check_shapes,
        check_saved,
        check_trained,
        check_keras,
    )
}
