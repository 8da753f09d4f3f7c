import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest
from jax import lax

from tests.cpu.rewritten import rewritten
from wtspec.cpu import slow_in_loops

RNG = np.random.default_rng(0)
IMAGES = RNG.normal(size=(4, 8, 8, 3)).astype("float32")
KERNEL = RNG.normal(size=(3, 3, 3, 3)).astype("float32") / 5
AXES = ("NHWC", "HWIO", "NHWC")


def convolve(images, kernel=KERNEL):
    return lax.conv_general_dilated(images, kernel, (1, 1), "SAME", dimension_numbers=AXES)


def layer(images, kernel):
    return jnp.tanh(convolve(images, kernel))


def in_scan(images, kernel):
    return lax.scan(lambda x, _: (layer(x, kernel), None), images, length=3)[0]


def in_branch(images, kernel):
    return lax.cond(images.sum() > 0, layer, lambda x, _: x, images, kernel)


def in_derivative_of_its_own(images, kernel):
    return jax.nn.relu(convolve(jax.nn.silu(images), kernel))


@jax.custom_vjp
def own_gradient(images, kernel):
    return layer(images, kernel)


own_gradient.defvjp(
    lambda *args: (layer(*args), args), lambda args, wanted: jax.vjp(layer, *args)[1](2 * wanted)
)

PLACES = {
    "jit": jax.jit(layer),
    "remat": jax.checkpoint(layer),
    "scan": in_scan,
    "remat in scan": jax.checkpoint(in_scan),
    "cond": in_branch,
    "custom_jvp": in_derivative_of_its_own,
    "custom_vjp": own_gradient,
    "vmap": jax.vmap(lambda x, kernel: layer(x[None], kernel)[0], (0, None)),
}


def descend(function):
    """Steps of gradient descent on the kernel, in a loop."""

    def loss(kernel, images):
        return jnp.mean(function(images, kernel) ** 2)

    def train(kernel, images, steps):
        return lax.fori_loop(0, steps, lambda _, k: k - jax.grad(loss)(k, images), kernel)

    return train


@pytest.mark.parametrize("function", PLACES.values(), ids=PLACES.keys())
def test_convolutions_are_found_wherever_they_are(function):
    train, args = descend(function), (KERNEL, IMAGES, 3)
    assert slow_in_loops(jax.make_jaxpr(train)(*args))
    assert not slow_in_loops(jax.make_jaxpr(rewritten(train))(*args))
    found, expected = jax.jit(rewritten(train))(*args), jax.jit(train)(*args)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5)


def test_nothing_else_of_the_process_changes():
    before = jax.jit(descend(layer)).lower(KERNEL, IMAGES, 3).as_text()
    jax.jit(rewritten(descend(layer)))(KERNEL, IMAGES, 3)
    jax.clear_caches()
    assert jax.jit(descend(layer)).lower(KERNEL, IMAGES, 3).as_text() == before


def test_function_without_convolutions_stays_the_same_program():
    function = jax.jit(lambda x: jax.nn.relu(x @ x.T))
    x = np.ones((3, 4), "float32")
    assert str(jax.make_jaxpr(rewritten(function))(x)) == str(jax.make_jaxpr(function)(x))


def test_forward_convolution_is_not_slow_in_loops():
    assert not slow_in_loops(jax.make_jaxpr(convolve)(IMAGES))


def test_arrays_that_the_function_closes_over_may_be_traced():
    def train(kernel, images):
        step = rewritten(lambda k: k - jax.grad(lambda k: jnp.mean(layer(images, k) ** 2))(k))
        return lax.fori_loop(0, 3, lambda _, k: step(k), kernel)

    found = jax.jit(train)(KERNEL, IMAGES)
    expected = jax.jit(descend(layer))(KERNEL, IMAGES, 3)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5)


def network():
    keras.utils.set_random_seed(0)
    layers = keras.layers
    made = keras.Sequential(
        [
            keras.Input((12, 12, 1)),
            layers.Conv2D(8, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.BatchNormalization(),
            layers.SeparableConv2D(6, 3, padding="same", activation="relu"),
            layers.Conv2DTranspose(4, 3, strides=2),
            layers.MaxPooling2D(3, 2, padding="same"),
            layers.Dropout(0.3, seed=1),
            layers.Flatten(),
            layers.Dense(3),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    made.compile(keras.optimizers.SGD(0.05, momentum=0.9), loss, metrics=["accuracy"])
    return made


@pytest.mark.long
def test_steps_of_keras_give_the_weights_of_fit():
    images = RNG.normal(size=(32, 12, 12, 1)).astype("float32")
    labels = RNG.integers(0, 3, 32)
    theirs = network()
    theirs.fit(images, labels, batch_size=8, epochs=1, shuffle=False, verbose=0)

    ours = network()
    ours.optimizer.build(ours.trainable_variables)
    ours._symbolic_build(data_batch=(images[:8], labels[:8]))
    step = rewritten(ours.train_step)

    def epoch(state, images, labels):
        def body(index, state):
            batch = (lax.dynamic_slice_in_dim(one, 8 * index, 8) for one in (images, labels))
            return step(state, tuple(batch))[1]

        return lax.fori_loop(0, 4, body, state)

    groups = (
        ours.trainable_variables,
        ours.non_trainable_variables,
        ours.optimizer.variables,
        ours.metrics_variables,
    )
    state = tuple([one.value for one in group] for group in groups)
    trained, statistics, *_ = jax.jit(epoch)(state, images, labels)
    for found, expected in zip(
        trained + statistics,
        theirs.trainable_variables + theirs.non_trainable_variables,
        strict=True,
    ):
        np.testing.assert_allclose(found, expected.value, rtol=1e-4, atol=1e-5)
