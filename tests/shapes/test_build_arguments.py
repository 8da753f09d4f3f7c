"""The tables of what Keras's layers need to be built are what these layers really need."""

import keras
import pytest

from tests.long import mostly_long
from wtspec.catalog import component_names, facts

ARGUMENTS = {
    "Activation": ("relu",),
    "AlphaDropout": (0.5,),
    "Dot": (1,),
    "Dropout": (0.5,),
    "Embedding": (5, 3),
    "GaussianDropout": (0.5,),
    "GaussianNoise": (0.5,),
    "GroupNormalization": (2,),
    "RepeatVector": (2,),
    "Rescaling": (2.0,),
    "Reshape": ((-1,),),
}
SIZED = ("Dense", "GRU", "LSTM", "SimpleRNN")
MERGING = ("Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract")
RANKS = {"1D": 3, "2D": 4, "3D": 5}


def layers(*builds):
    return [name for name in component_names("layer") if facts(name).build in builds]


def make(name):
    if name == "Permute":
        return keras.layers.Permute((1,))
    if name in ARGUMENTS:
        return getattr(keras.layers, name)(*ARGUMENTS[name])
    cls = getattr(keras.layers, name)
    if name in SIZED:
        return cls(4)
    if name.startswith("SpatialDropout"):
        return cls(0.5)
    if name.startswith(("Depthwise", "AveragePooling", "MaxPooling")):
        return cls(2)
    return cls(4, 2) if "Conv" in name else cls()


def shape_for(name):
    rank = next((rank for suffix, rank in RANKS.items() if suffix in name), None)
    if rank is None:
        rank = 3 if name in ("GRU", "LSTM", "SimpleRNN") else 2
    return (2, *(6,) * (rank - 1))


def sizes(layer):
    return [tuple(one.shape) for one in layer.weights]


@pytest.mark.parametrize("name", layers("nothing", "late"))
def test_a_layer_that_is_not_built_ahead_has_no_weights(name):
    layer, shape = make(name), shape_for(name)
    tensor = keras.KerasTensor(shape)
    layer([tensor, tensor] if name in MERGING else tensor)
    assert layer.built
    assert layer.weights == []


@pytest.mark.parametrize("name", mostly_long(layers("last", "axis"), every=4))
def test_a_layer_of_the_last_axis_needs_no_other(name):
    known, open_ = make(name), make(name)
    shape = shape_for(name)
    known.build(shape)
    open_.build((*(None,) * (len(shape) - 1), shape[-1]))
    assert sizes(known) == sizes(open_) != []


@pytest.mark.parametrize("name", layers("size"))
def test_a_layer_of_no_axis_needs_none(name):
    layer = make(name)
    layer.build((None, None))
    assert layer.weights


@pytest.mark.parametrize("name", layers("last", "axis", "size"))
def test_a_layer_that_is_built_makes_nothing_more_when_called(name):
    layer, shape = make(name), shape_for(name)
    layer.build(shape)
    before = sizes(layer)
    layer(keras.KerasTensor(shape, "int32" if name in layers("size") else "float32"))
    assert sizes(layer) == before
