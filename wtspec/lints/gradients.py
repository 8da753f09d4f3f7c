"""Which of Keras's functions let no gradient through."""

from __future__ import annotations

from wtspec.language import tree as t
from wtspec.lints.names import names
from wtspec.program.bound import Operation
from wtspec.program.dtypes import is_discrete

STOPS = names(
    """
    stop_gradient ndim shape size dtype
    argmax argmin argsort argpartition nanargmax nanargmin in_top_k random.categorical
    all any equal not_equal less less_equal greater greater_equal isclose isfinite isinf isnan
    isneginf isposinf isreal isin logical_and logical_not logical_or logical_xor signbit
    bitwise_and bitwise_invert bitwise_not bitwise_or bitwise_xor left_shift right_shift
    bitwise_left_shift bitwise_right_shift count_nonzero digitize searchsorted unique
    floor ceil round trunc floor_divide sign heaviside
    zeros_like ones_like empty_like full_like one_hot multi_hot
    """
)
"""Functions whose value is constant nearly everywhere, or no real number at all."""


def stops_gradients(node: Operation) -> bool:
    """Whether no gradient passes from a call to any of its arguments."""
    name = node.function.name
    return name in STOPS or (name == "cast" and _to_discrete(node))


def _to_discrete(node: Operation) -> bool:
    named = [keyword.value for keyword in node.keywords if keyword.name == "dtype"]
    given = [*node.arguments[1:2], *named]
    return any(
        isinstance(one, t.Value) and isinstance(one.value, str) and is_discrete(one.value)
        for one in given
    )
