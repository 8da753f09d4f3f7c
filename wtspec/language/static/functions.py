"""The functions of static values."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from wtspec.language.limits import MAX_RANGE
from wtspec.language.static.arithmetic import StaticError, as_list, show, truth

StaticFunction = Callable[..., object]


def call_static(
    name: str,
    function: StaticFunction,
    arguments: Sequence[object],
    keywords: Mapping[str, object],
) -> object:
    """Calls a function; what it refuses is a `StaticError`.

    Raises:
        StaticError: `invalid-argument`.
    """
    try:
        return function(*arguments, **keywords)
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
    found = range(*bounds)
    if len(found) > MAX_RANGE:
        message = f"a range of {len(found):,} is too long"
        raise StaticError("range-too-long", message, expected=f"at most {MAX_RANGE:,}")
    return list(found)


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
    "all": _all,
    "any": _any,
    "float": _float,
    "int": _int,
    "len": _len,
    "max": _maximum,
    "min": _minimum,
    "range": _range,
    "sqrt": _sqrt,
    "sum": _total,
}
