"""Ways to make a tensor of a shape from others, each with when it can be gone."""

from tests.grammar.scope import BATCH, REST
from tests.grammar.tensors import sizes, tensor

UNARY = [
    "relu({})", "tanh({})", "sigmoid({})", "gelu({})", "square({})", "-{}", "abs({})", "sin({})",
    "clip({}, -1, 1)", "log(abs({}) + 1e-3)", "exp(-{})", "2 * {}", "{} ** 2", "1 - {}", "{} / 3",
    "softplus({})", "where({0} > 0, {0}, 0.1 * {0})", "cast({}, 'float32')", "stop_gradient({})",
]  # fmt: skip
BY_AXIS = [
    "softmax({}, axis=-1)", "cumsum({}, axis=-1)", "{0} - mean({0}, axis=-1, keepdims=True)",
    "flip({}, axis=-1)", "roll({}, 1, axis=-1)", "sort({})", "{}[..., ::-1]", "normalize({})",
    "{0} / max({0}, axis=-1, keepdims=True)",
]  # fmt: skip
BINARY = ["{} + {}", "{} - {}", "{} * {}", "maximum({}, {})", "minimum({}, {})", "{} / (1 + {}**2)"]
REDUCE = ["mean", "sum", "max", "min", "logsumexp", "var"]
KEEPING = [
    "LayerNormalization", {"Dropout": 0.1}, {"Activation": "tanh"}, "relu", "UnitNormalization",
    {"Dropout": {"rate": 0.5, "seed": 1}}, {"GaussianNoise": {"stddev": 0.1}},
]  # fmt: skip


def value(size):
    """A size as an argument in YAML."""
    return size if isinstance(size, int) else f"={size}"


def _unary(scope, shape, depth):
    inner = tensor(scope, shape, depth)
    return f"({scope.chance.choice(UNARY).format(inner)})"


def _by_axis(scope, shape, depth):
    return f"({scope.chance.choice(BY_AXIS).format(tensor(scope, shape, depth))})"


def _binary(scope, shape, depth):
    others = [shape]
    if REST not in shape and not scope.pure:
        others += [shape[first:] for first in range(1, len(shape))]
    parts = [tensor(scope, shape, depth), tensor(scope, scope.chance.choice(others), depth)]
    return f"({scope.chance.choice(BINARY).format(*parts)})"


def _with_number(scope, shape, depth):
    number = scope.chance.choice([*scope.floats, *scope.sizes, "0.5", "pi", "1e-3", "2**-1"])
    operator = scope.chance.choice(["+", "*", "-", "/"])
    return f"({tensor(scope, shape, depth)} {operator} {number})"


def _matmul(scope, shape, depth):
    inner = scope.chance.choice(scope.sizes)
    left = tensor(scope, (*shape[:-1], inner), depth)
    return f"({left} @ {scope.weight((inner, shape[-1]))})"


def _einsum(scope, shape, depth):
    inner = scope.chance.choice(scope.sizes)
    left = tensor(scope, (*shape[:-1], inner), depth)
    letters = "abcdefgh"[: len(shape) - 1]
    weight = scope.weight((shape[-1], inner))
    return f'einsum("{letters}x,yx->{letters}y", {left}, {weight})'


def _dense(scope, shape, depth):
    inner = scope.chance.choice(scope.sizes)
    component = scope.chance.choice(
        [{"Dense": value(shape[-1])}, {"Dense": {"units": value(shape[-1]), "activation": "relu"}}]
    )
    return f"{scope.sublayer(component)}({tensor(scope, (*shape[:-1], inner), depth)})"


def _keeping(scope, shape, depth):
    name = scope.sublayer(scope.chance.choice(KEEPING))
    return f"{name}({tensor(scope, shape, depth)})"


def _declared(scope, shape, depth):
    layer = scope.chance.choice([one for one in scope.layers if one.takes(shape)])
    if not layer.sized:
        return f"{scope.sublayer(layer.name)}({tensor(scope, shape, depth)})"
    inner = (*shape[:-1], scope.chance.choice(scope.sizes))
    name = scope.sublayer({layer.name: {"units": value(shape[-1])}})
    return f"{name}({tensor(scope, inner, depth)})"


def _repeated(scope, shape, depth):
    """Layers in a row, called as one, in turn or one by one."""
    component = scope.chance.choice([*KEEPING, {"Dense": value(shape[-1])}])
    name = scope.sublayer({"layer": component, "repeat": 2})
    text = scope.chance.choice(["{0}({1})", "{0}[1]({0}[0]({1}))", "{0}[-1]({1})"])
    return text.format(name, tensor(scope, shape, depth))


def _perhaps(scope, shape, depth):
    """A layer that is there if a flag is set."""
    component = scope.chance.choice(KEEPING)
    name = scope.sublayer({"layer": component, "when": scope.chance.choice(scope.flags)})
    inner = tensor(scope, shape, depth)
    return f"({name}({inner}) if {name} is not none else {inner})"


def _wrapped(scope, shape, depth):
    inner = (*shape[:-1], scope.chance.choice(scope.sizes))
    name = scope.sublayer({"Adapt": {"inner": {"Dense": value(shape[-1])}, "rank": 2}})
    return f"{name}({tensor(scope, inner, depth)})"


def _recurrent(scope, shape, depth):
    """A cell of the file's, or one of Keras's, over two dims: its last output or all."""
    cell = scope.chance.choice(["Cell", "GRUCell"])
    arguments = {"cell": {cell: value(shape[-1])}}
    steps = shape[1] if len(shape) == 3 else scope.chance.choice(scope.sizes)
    if len(shape) == 3:
        arguments["return_sequences"] = True
    name = scope.sublayer({"RNN": arguments})
    inner = (BATCH, steps, scope.chance.choice(scope.sizes))
    return f"{name}({tensor(scope, inner, depth)})"


def _activated(scope, shape, depth):
    return f"{scope.chance.choice(scope.activations)}({tensor(scope, shape, depth)})"


def _function(scope, shape, depth):
    name = scope.chance.choice(scope.functions)
    more = scope.chance.choice(["", ", 0.5", ", eps=1e-3"])
    return f"{name}({tensor(scope, shape, depth)}{more})"


def _reduce(scope, shape, depth):
    inner = (*shape, scope.chance.choice(scope.sizes))
    return f"{scope.chance.choice(REDUCE)}({tensor(scope, inner, depth)}, axis=-1)"


def _swap(scope, shape, depth):
    inner = tensor(scope, (*shape[:-2], shape[-1], shape[-2]), depth)
    text = scope.chance.choice(["swapaxes({}, -1, -2)", "moveaxis({}, -1, -2)"])
    return text.format(inner)


def _reshape(scope, shape, depth):
    inner = (shape[0], *reversed(shape[1:]))
    return f"reshape({tensor(scope, inner, depth)}, {sizes(shape)})"


def _static_choice(scope, shape, depth):
    test = scope.chance.choice([*scope.flags, "training"])
    return f"({tensor(scope, shape, depth)} if {test} else {tensor(scope, shape, depth)})"


def _stack(scope, shape, depth):
    one, two = tensor(scope, shape, depth), tensor(scope, shape, depth)
    return f"sum(stack([{one}, {two}], axis=0), axis=0)"


def _loop(scope, shape, depth):
    count = scope.chance.randrange(3) + 1
    return f"sum(stack([{tensor(scope, shape, depth)} * i0 for i0 in range({count})]), axis=0)"


def _joined(scope, shape, depth):
    one, two = tensor(scope, shape, depth), tensor(scope, shape, depth)
    return f"concatenate([{one}, {two}], axis=-1)[..., :{shape[-1]}]"


def _take(scope, shape, depth):
    rows = scope.weight((scope.chance.choice(scope.sizes), shape[-1]))
    return f'take({rows}, cast({tensor(scope, shape[:-1], depth)} > 0, "int32"), axis=0)'


def _one_hot(scope, shape, depth):
    inner = (*shape[:-1], scope.chance.choice(scope.sizes))
    return f"one_hot(argmax({tensor(scope, inner, depth)}, axis=-1), {shape[-1]})"


def _noise(scope, shape, depth):
    return f"random.normal(shape({tensor(scope, shape, depth)}))"


def _ranked(least):
    """Of shapes that are known in full and have so many dims, the first of them the batch's."""
    return lambda _, shape: REST not in shape and shape[:1] == (BATCH,) and len(shape) >= least


def _last_static(scope, shape):
    """Of values with leading dims whose last size may size a weight."""
    leads = len(shape) > 1 and shape[0] in (BATCH, REST)
    return not scope.pure and leads and scope.static(shape[-1:])


def _sized_row(scope, shape):
    return _last_static(scope, shape) and _ranked(2)(scope, shape)


def _any(_scope, shape):
    return bool(shape)


def _impure(scope, _shape):
    return not scope.pure


def _has_last(_scope, shape):
    return len(shape) > 1 and shape[-1] != REST


WAYS = [
    (_unary, _any),
    (_binary, _any),
    (_with_number, _any),
    (_by_axis, _has_last),
    (_matmul, _last_static),
    (_einsum, _sized_row),
    (_dense, _last_static),
    (_keeping, _last_static),
    (_declared, lambda scope, shape: (
        _last_static(scope, shape) and any(one.takes(shape) for one in scope.layers)
    )),
    (_repeated, _last_static),
    (_perhaps, lambda scope, shape: _last_static(scope, shape) and bool(scope.flags)),
    (_wrapped, lambda scope, shape: _last_static(scope, shape) and scope.makes("Adapt")),
    (_recurrent, lambda scope, shape: (
        _sized_row(scope, shape) and len(shape) < 4 and scope.makes("Cell")
    )),
    (_activated, lambda scope, _: bool(scope.activations)),
    (_function, lambda scope, _: bool(scope.functions)),
    (_reduce, lambda scope, shape: bool(scope.sizes) and _ranked(1)(scope, shape)),
    (_swap, _ranked(3)),
    (_reshape, _ranked(3)),
    (_static_choice, _impure),
    (_stack, _any),
    (_loop, _any),
    (_joined, _last_static),
    (_take, _sized_row),
    (_one_hot, _sized_row),
    (_noise, _impure),
]  # fmt: skip
"""Ways to make a tensor, each with when it can be gone."""
