"""What a trace leaves behind in the process."""

import gc
import threading

import keras
import numpy as np
import pytest

from wtspec.model.masks import TABLE
from wtspec.train.compiler import Compiler


@pytest.fixture
def masks():
    """Gives the masks that Keras knows in this thread."""
    from keras.src.backend.common import global_state

    return lambda: global_state.get_global_attribute(TABLE) or {}


def masked_in_a_cycle(x, seen):
    """A masked tensor that only the garbage collector frees."""
    masked = keras.layers.Masking()(x)
    cycle = [masked]
    cycle.append(cycle)
    seen.append(gc.isenabled())
    return keras.ops.mean(masked)


def test_a_mask_whose_tensor_dies_in_another_thread_is_forgotten(masks):
    before = dict(masks())
    seen = []
    compiler = Compiler()
    compiler.trace(lambda x: (x, masked_in_a_cycle(x, seen)), np.ones((2, 3, 4), "float32"))
    other = threading.Thread(target=gc.collect)
    other.start()
    other.join()
    assert seen == [False]
    assert gc.isenabled()
    assert set(masks()) <= set(before)
