"""Functions that layers' calls and formulas bring along."""

# pyright: basic


def copy_layer(layer, name):
    """A new layer like the given one, with weights of its own."""
    return type(layer).from_config({**layer.get_config(), "name": name})


def run_in_order(layers, x, *args, **kwargs):
    """The output of the last layer, each called on the output of the one before."""
    for layer in layers:
        x = layer(x, *args, **kwargs)
    return x


def power(base, exponent):
    """The power of two numbers, refused where it is not real, or endless to compute."""
    result = base**exponent if abs(exponent) <= 1024 else None
    if result is None or isinstance(result, complex):
        raise ValueError(f"there is no such power. Received: {base} ** {exponent}")
    return result


def nesting(value):
    """How deep lists lie in each other; of a tensor how many axes it has."""
    if isinstance(value, (list, tuple)):
        return 1 + nesting(value[0]) if value else 1
    return len(getattr(value, "shape", ()))


def as_window(size):
    """A size of each axis as a tuple, which JAX asks for, or one of all as it is."""
    return tuple(size) if isinstance(size, list) else size
