import keras
import numpy as np
import pytest
from keras import layers

from wtspec.data.batches import epoch_order
from wtspec.data.rows import Rows
from wtspec.errors import SpecError
from wtspec.train.compiled_steps import compile_steps
from wtspec.train.compiler import Compiler
from wtspec.train.feeding.feed import Feed, Order
from wtspec.train.measure import Measurer
from wtspec.train.state import take_state
from wtspec.train.step import training_step


def images(count=24):
    x = np.random.default_rng(0).normal(size=(count, 9, 9, 2)).astype("float32")
    return Rows(x, (x.mean((1, 2, 3)) > 0).astype("int32"))


def convolutional():
    keras.utils.set_random_seed(0)
    made = keras.Sequential(
        [
            keras.Input((9, 9, 2)),
            layers.Conv2D(4, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(4, 2),
            layers.Flatten(),
            layers.Dense(2),
        ]
    )
    made.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return made


def many_of(model, rows, *, rewrite_for_cpu):
    feed = Feed(rows, Order(), 8)
    model._symbolic_build(data_batch=feed.example)
    compiler = Compiler(rewrite_for_cpu=rewrite_for_cpu)
    return compile_steps(compiler, model, training_step, take_state(model), feed).many


def test_convolutions_that_are_left_alone_are_trained_step_by_step():
    loop = many_of(convolutional(), images(), rewrite_for_cpu=True)
    steps = many_of(convolutional(), images(), rewrite_for_cpu=False)
    assert loop.__name__ == "call"
    assert steps.func.__name__ == "_one_by_one"


def test_what_has_no_convolution_is_one_loop(linear, regression):
    loop = many_of(linear(), regression(24), rewrite_for_cpu=False)
    assert loop.__name__ == "call"


def test_step_by_step_gives_what_the_loop_gives(train):
    rows, histories, values = images(44), [], []
    for rewrite in (True, False):
        made = convolutional()
        measurer = Measurer(made, 8, rewrite_for_cpu=rewrite)
        histories.append(train(made, rows, validation=rows, epochs=3, measurer=measurer))
        values.append([np.asarray(one.value) for one in made.weights])
    assert histories[0][-1] == pytest.approx(histories[1][-1], rel=1e-4)
    for one, other in zip(*values, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


def test_a_loss_that_is_lost_step_by_step_is_told_with_its_step(train):
    rows, made = images(40), convolutional()
    rows.inputs[epoch_order(40, 3, 0)[24]] = np.nan
    measurer = Measurer(made, 8, rewrite_for_cpu=False)
    with pytest.raises(SpecError, match="the loss is nan at step 4 of epoch 1"):
        train(made, rows, epochs=2, measurer=measurer)
