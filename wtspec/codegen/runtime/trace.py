"""What a layer gives for symbolic tensors."""

# pyright: basic, reportOptionalSubscript=false

import keras


def trace_call(layer, *args, **kwargs):
    """What a layer gives for symbolic tensors, weights and inputs cast as in any call."""
    operation = keras.Operation(name=layer.name)
    operation.call = layer.__call__
    return operation.compute_output_spec(*args, **kwargs)  # where: not open_sizes

    def trace(size):  # where: open_sizes
        """Traces with a number in the place of each size that is open."""

        def fill(tensor):
            if not isinstance(tensor, keras.KerasTensor):
                return tensor
            shape = [size if entry is None else entry for entry in tensor.shape]
            return keras.KerasTensor(shape, dtype=tensor.dtype)

        filled = keras.tree.map_structure(fill, (args, kwargs))
        return operation.compute_output_spec(*filled[0], **filled[1])

    def join(one, other):  # where: open_sizes
        pairs = zip(one.shape, other.shape, strict=True)
        shape = [entry if entry == twin else None for entry, twin in pairs]
        return keras.KerasTensor(shape, dtype=one.dtype)

    try:  # where: open_sizes
        return operation.compute_output_spec(*args, **kwargs)
    except Exception:  # too little is known of an open size: numbers stand in for it
        for size, another in ((24, 48), (8, 12), (4, 6), (2, 3)):
            try:
                return keras.tree.map_structure(join, trace(size), trace(another))
            except (LookupError, RuntimeError, TypeError, ValueError):
                continue
        raise
