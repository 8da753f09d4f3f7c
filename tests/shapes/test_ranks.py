"""Keras's layers want the ranks that the tables say."""

import keras
import pytest

from tests.shapes.test_build_arguments import make
from wtspec.shapes.keras_layers.ranks import AT_LEAST, EXACTLY

KNOWN = [name for name in (*EXACTLY, *AT_LEAST) if hasattr(keras.layers, name)]


def takes(name, rank):
    layer = keras.layers.TimeDistributed(make("Dense")) if name == "TimeDistributed" else make(name)
    try:
        layer(keras.KerasTensor((2, *(6,) * (rank - 1))))
    except (ValueError, IndexError):
        return False
    return True


@pytest.mark.parametrize("name", KNOWN)
def test_a_layer_takes_the_ranks_of_the_table_alone(name):
    ranks = [rank for rank in range(1, 7) if takes(name, rank)]
    least = AT_LEAST.get(name)
    assert ranks == ([EXACTLY[name]] if name in EXACTLY else [*range(least, 7)])


def test_names_of_the_table_that_keras_lacks_are_but_those_that_a_rule_makes_up():
    lacking = {name for name in EXACTLY if not hasattr(keras.layers, name)}
    assert lacking == {"DepthwiseConv3D", "SeparableConv3D"}
