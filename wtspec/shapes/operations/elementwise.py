"""Functions that work element by element, or keep a tensor's shape in another way."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.shapes.algebra.axes import place
from wtspec.shapes.algebra.broadcast import broadcast_all
from wtspec.shapes.algebra.values import UNKNOWN, Abstract, Tensor, flag, numbers_of
from wtspec.shapes.given import Given, Rule

ALIKE = [
    "abs",
    "absolute",
    "angle",
    "arccos",
    "arccosh",
    "arcsin",
    "arcsinh",
    "arctan",
    "arctanh",
    "bitwise_invert",
    "bitwise_not",
    "cast",
    "cbrt",
    "ceil",
    "celu",
    "conj",
    "conjugate",
    "copy",
    "cos",
    "cosh",
    "deg2rad",
    "elu",
    "erf",
    "erfc",
    "erfinv",
    "exp",
    "exp2",
    "expm1",
    "exponential",
    "fabs",
    "floor",
    "gelu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "i0",
    "imag",
    "isfinite",
    "isinf",
    "isnan",
    "isneginf",
    "isposinf",
    "isreal",
    "leaky_relu",
    "linear",
    "log",
    "log10",
    "log1p",
    "log2",
    "log_sigmoid",
    "logical_not",
    "mish",
    "nan_to_num",
    "negative",
    "rad2deg",
    "real",
    "reciprocal",
    "relu",
    "relu6",
    "round",
    "rsqrt",
    "saturate_cast",
    "selu",
    "sigmoid",
    "sign",
    "signbit",
    "silu",
    "sin",
    "sinc",
    "sinh",
    "soft_shrink",
    "softplus",
    "softsign",
    "sparse_plus",
    "sparse_sigmoid",
    "sqrt",
    "square",
    "squareplus",
    "stop_gradient",
    "swish",
    "tan",
    "tanh",
    "tanh_shrink",
    "threshold",
    "tril",
    "triu",
    "trunc",
    "fliplr",
    "flipud",
    "convert_to_tensor",
    "array",
    "empty_like",
    "full_like",
    "ones_like",
    "zeros_like",
    "random.dropout",
    "random.shuffle",
    "layer_normalization",
    "rms_normalization",
    "batch_normalization",
]
"""Functions that give a tensor of their first argument's shape."""

TOGETHER = {
    "x1 x2": (
        "add arctan2 divide divide_no_nan equal floor_divide fmax fmin fmod gcd greater "
        "greater_equal heaviside hypot isclose lcm ldexp less less_equal logaddexp logaddexp2 "
        "logical_and logical_or logical_xor maximum minimum mod multiply nextafter not_equal "
        "power subtract true_divide"
    ),
    "x y": (
        "bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor "
        "left_shift right_shift"
    ),
    "x x_min x_max": "clip",
}
"""Functions of several tensors that are broadcast, by the names of these."""

ALONG = ("flip", "log_softmax", "normalize", "roll", "softmax", "sparsemax")
"""Functions that keep the shape too, and look at an axis if they are given one."""

FLATTENING = ("cumsum", "cumprod", "nancumsum", "nancumprod", "sort", "argsort")
"""Functions that keep the shape if they are given an axis."""

FIRST = {"stop_gradient": "variable", "random.dropout": "inputs"}


def _alike(parameter: str) -> Rule:
    def rule(given: Given) -> Abstract:
        return Tensor(given.shape(parameter))

    return rule


def _together(parameters: list[str]) -> Rule:
    def rule(given: Given) -> Abstract:
        return Tensor(broadcast_all(given.shape(name) for name in parameters))

    return rule


def _where(given: Given) -> Abstract:
    if given.is_none("x1") or given.is_none("x2"):
        return None
    return Tensor(broadcast_all(given.shape(name) for name in ("condition", "x1", "x2")))


def _along(given: Given) -> Abstract:
    shape = given.shape("x")
    for axis in numbers_of(given["axis"]) or ():
        if shape is not None:
            place(shape, axis)
    return Tensor(shape)


def _flattening(given: Given) -> Abstract:
    """Without an axis the elements are taken in a row."""
    return UNKNOWN if given.is_none("axis") else _along(given)


def keeps_shape(activation: Abstract) -> bool:
    """Whether an activation is certainly one that keeps its input's shape."""
    if flag(activation) is not None or activation is None:
        return False
    value = getattr(activation, "value", "")
    return value is None or value in {*ALIKE, "log_softmax", "softmax", "sparsemax"}


ELEMENTWISE: Mapping[str, Rule] = {
    **{name: _alike(FIRST.get(name, "x")) for name in ALIKE},
    **{
        name: _together(parameters.split())
        for parameters, names in TOGETHER.items()
        for name in names.split()
    },
    "where": _where,
    **dict.fromkeys(ALONG, _along),
    **dict.fromkeys(FLATTENING, _flattening),
}
