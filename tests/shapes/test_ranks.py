"""Keras's layers want the ranks that the tables say."""

import keras
import pytest

from tests.shapes.test_build_arguments import make
from wtspec.catalog import component_names, facts

KNOWN = [name for name in component_names("layer") if facts(name).rank is not None]


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
    known = facts(name)
    assert ranks == ([*range(known.rank, 7)] if known.open_rank else [known.rank])
