"""The functions of static values."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from wtspec.language.limits import MAX_RANGE
from wtspec.language.static.arithmetic import StaticError, as_list, show, truth


class StaticFunction(Struct, frozen=True):
    """A function of static values.

    Attributes:
        compute: What it does.
        least: How many arguments it takes at least.
        most: How many at most; None for any number.
        of_numbers: Whether each of its arguments may be a number.
    """

    compute: Callable[..., object]
    least: int = 1
    most: int | None = 1
    of_numbers: bool = False


def call_static(
    name: str, arguments: Sequence[object], keywords: Mapping[str, object] = MappingProxyType({})
) -> object:
    """Calls one of `STATIC_FUNCTIONS`; what it refuses is a `StaticError`.

    Raises:
        StaticError: `invalid-argument`.
    """
    try:
        return STATIC_FUNCTIONS[name].compute(*arguments, **keywords)
    except (TypeError, ValueError, ArithmeticError) as error:
        given = ", ".join(show(argument) for argument in (*arguments, *keywords.values()))
        message = f"`{name}({given})` has no value: {str(error)[:100] or type(error).__name__}"
        raise StaticError("invalid-argument", message) from None


def _len(value: object, /) -> int:
    return len(value if isinstance(value, str) else _items(value))


def _minimum(first: object, /, *others: object) -> float:
    return min(_numbers(first, others))


def _maximum(first: object, /, *others: object) -> float:
    return max(_numbers(first, others))


def _total(values: object, /) -> float:
    return sum(_number(value) for value in _items(values))


def _all(values: object, /) -> bool:
    return all(truth(value) for value in _items(values))


def _any(values: object, /) -> bool:
    return any(truth(value) for value in _items(values))


def _items(values: object) -> Sequence[object]:
    items = as_list(values)
    if items is None:
        raise TypeError("it takes a list")
    return items


def _numbers(first: object, others: tuple[object, ...]) -> list[float]:
    listed = None if others else as_list(first)
    return [_number(value) for value in ((first, *others) if listed is None else listed)]


def _number(value: object) -> float:
    if isinstance(value, int | float):
        return value
    raise TypeError("it takes numbers")


def _range(first: int, stop: int | None = None, step: int = 1, /) -> list[int]:
    bounds = (0, first, step) if stop is None else (first, stop, step)
    if any(isinstance(bound, bool) for bound in bounds):
        raise TypeError("it takes integers")
    numbers = range(*bounds)
    if len(numbers) > MAX_RANGE:
        message = f"a range of {len(numbers):,} is too long"
        raise StaticError("range-too-long", message, expected=f"at most {MAX_RANGE:,}")
    return list(numbers)


def _int(value: object, /) -> int:
    return int(_number(value))


def _float(value: object, /) -> float:
    return float(_number(value))


def _sqrt(value: object, /) -> float:
    number = _number(value)
    if number < 0:
        raise ValueError("a negative number has no square root")
    return math.sqrt(number)


STATIC_FUNCTIONS: Mapping[str, StaticFunction] = {
    "all": StaticFunction(_all),
    "any": StaticFunction(_any),
    "float": StaticFunction(_float, of_numbers=True),
    "int": StaticFunction(_int, of_numbers=True),
    "len": StaticFunction(_len),
    "max": StaticFunction(_maximum, most=None, of_numbers=True),
    "min": StaticFunction(_minimum, most=None, of_numbers=True),
    "range": StaticFunction(_range, most=3, of_numbers=True),
    "sqrt": StaticFunction(_sqrt, of_numbers=True),
    "sum": StaticFunction(_total),
}
