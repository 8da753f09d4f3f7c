import warnings
from types import ModuleType

from wtspec.catalog import component, component_names
from wtspec.model.scope import building

ARGUMENTS = {
    "activation": "relu",
    "axes": 1,
    "cell": "GRUCell",
    "cells": ["GRUCell", "GRUCell"],
    "dims": [2, 1],
    "equation": "abc,cd->abd",
    "factor": 0.1,
    "filters": 2,
    "head_dim": 4,
    "height": 4,
    "height_factor": 0.1,
    "input_dim": 5,
    "kernel_size": 3,
    "key_dim": 4,
    "layer": "LSTM",
    "layers": ["Dense"],
    "n": 3,
    "num_heads": 2,
    "num_key_value_heads": 2,
    "num_query_heads": 4,
    "num_tokens": 4,
    "output_dim": 4,
    "output_size": 2,
    "pool_size": 2,
    "rate": 0.5,
    "scale": 0.5,
    "stddev": 0.5,
    "target_shape": [-1],
    "units": 4,
    "width": 4,
    "width_factor": 0.1,
}
SPECIAL = {
    "EinsumDense": {"output_shape": [None, 4], "bias_axes": "d"},
    "Discretization": {"bin_boundaries": [0.0, 1.0]},
    "SpectralNormalization": {"layer": "Dense"},
    "TimeDistributed": {"layer": "Dense"},
    "GroupNormalization": {"groups": 2},
}
SHAPES = [(2, 8, 4), (2, 4), (2, 8, 8, 4), (2, 6, 6, 6, 4), (2, 3, 6, 6, 6, 4)]


def make(name):
    import keras

    def value(given):
        if isinstance(given, list) and isinstance(given[0], str):
            return [value(one) for one in given]
        if isinstance(given, str) and given[:1].isupper():
            return getattr(keras.layers, given)(2)
        return given

    found = component("layer", name)
    required = {p.name: ARGUMENTS.get(p.name) for p in found.parameters if p.required}
    given = {**required, **SPECIAL.get(name, {})}
    class_ = getattr(keras.layers, name)
    return class_(**{key: value(one) for key, one in given.items()}, name="one")


def has_weights(name):
    found = component("layer", name)
    inner = [p for p in found.parameters if p.required and {"layer", "layers"} & set(p.accepts)]
    return bool(found.variables or inner or "Attention" in name)


def built_paths(name):
    for shape in SHAPES:
        given = (shape, shape) if "Attention" in name else (shape,)
        try:
            layer = make(name)
            layer.build(*given)
        except (TypeError, ValueError, IndexError, AssertionError):
            continue  # not this layer's rank
        return [one.path for one in layer.weights]
    return []


def test_no_layer_of_keras_names_its_weights_by_what_was_built_before():
    from keras.src.backend.common.stateless_scope import StatelessScope

    module = ModuleType("wtspec_nothing")
    names = [name for name in component_names("layer") if has_weights(name)]
    found = []
    for _ in range(2):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            paths = {}
            for name in names:
                with building(module, "float32", 0), StatelessScope(initialize_variables=False):
                    paths[name] = built_paths(name)
        found.append(paths)
    assert found[0] == found[1]
    assert sum(bool(paths) for paths in found[0].values()) > 30
