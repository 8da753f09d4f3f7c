"""The functions of data formulas that can be taken back, and by what."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from wtspec.language.tree import BinaryOperator

Change = Callable[[np.ndarray], np.ndarray]


def _square(y: np.ndarray) -> np.ndarray:
    """No root is negative, though a prediction may be."""
    return np.square(np.maximum(y, 0))


KEEPING = frozenset({"cast", "expand_dims", "squeeze", "reshape", "nan_to_num", "impute"})
"""What changes no value that is there."""

INVERSES: dict[str, Change] = {
    "log": np.exp,
    "log1p": np.expm1,
    "log2": np.exp2,
    "log10": lambda y: np.power(10.0, y),
    "exp": np.log,
    "expm1": np.log1p,
    "exp2": np.log2,
    "sqrt": _square,
    "cbrt": lambda y: y**3,
    "arcsinh": np.sinh,
    "sinh": np.arcsinh,
    "negative": np.negative,
}

OPERATORS: dict[str, BinaryOperator] = {
    "add": "+", "subtract": "-", "multiply": "*", "divide": "/", "true_divide": "/", "power": "**",
}  # fmt: skip
"""The functions that are said as operators, too."""


def without_right(operator: BinaryOperator, y: np.ndarray, number: float) -> np.ndarray | None:
    """`x` of `y = x operator number`; None where there is not one."""
    match operator:
        case "+":
            return y - number
        case "-":
            return y + number
        case "*":
            return y / number if number else None
        case "/":
            return y * number if number else None
        case "**":
            return _square(y) if number == 0.5 else None
        case _:
            return None


def without_left(operator: BinaryOperator, y: np.ndarray, number: float) -> np.ndarray | None:
    """`x` of `y = number operator x`."""
    match operator:
        case "+":
            return y - number
        case "-":
            return number - y
        case "*":
            return y / number if number else None
        case "/":
            return number / y if number else None
        case "**":
            return np.log(y) / np.log(number) if number > 0 and number != 1 else None
        case _:
            return None
