"""What a layer gives for symbolic tensors."""

# pyright: basic

import keras


def trace_call(layer, *args, **kwargs):
    """What a layer gives for symbolic tensors, weights and inputs cast as in any call."""
    operation = keras.Operation(name=layer.name)
    operation.call = layer.__call__
    return operation.compute_output_spec(*args, **kwargs)
