"""Python's arithmetic on static values, with bounds, and with faults instead of exceptions."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from wtspec.errors import Diagnostic, Span, SpecError
from wtspec.language.limits import MAX_EXPONENT, MAX_INTEGER
from wtspec.language.tree import BinaryOperator, CompareOperator

Number = int | float

_CALCULATE: dict[str, Callable[[Number, Number], Number]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda a, b: a / b,
    "//": lambda a, b: a // b,
    "%": operator.mod,
}
_COMPARE: dict[str, Callable[[object, object], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "is": operator.is_,
    "is not": operator.is_not,
}
_ORDER: dict[str, Callable[[Number | str, Number | str], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class StaticError(Exception):
    """A fault that does not know its place yet."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        expected: str | None = None,
        help: str | None = None,
    ) -> None:
        super().__init__(message)
        self.parts = (code, message, expected, help)

    def at(self, span: Span) -> SpecError:
        """The fault at its place."""
        code, message, expected, repair = self.parts
        return SpecError(Diagnostic(code, message, span, expected=expected, help=repair))


def calculate(sign: BinaryOperator, left: object, right: object) -> Number:
    """`left sign right` of two numbers.

    Raises:
        StaticError: `static-type`, `division-by-zero`, `number-too-large`, `not-static`.
    """
    a, b = _number(sign, left), _number(sign, right)
    if sign == "@":
        raise StaticError("not-static", "`@` multiplies tensors, and there are none here yet")
    try:
        result = _power(a, b) if sign == "**" else _CALCULATE[sign](a, b)
    except ZeroDivisionError:
        message = f"`{show(left)} {sign} {show(right)}` divides by zero"
        raise StaticError("division-by-zero", message, expected="a divisor that is not 0") from None
    except OverflowError:
        message = f"`{show(left)} {sign} {show(right)}` is too large"
        raise StaticError("number-too-large", message) from None
    return cast("Number", checked(result))


def negate(value: object) -> Number:
    """`-value` of a number."""
    return -_number("-", value)


def compare(sign: CompareOperator, left: object, right: object) -> bool:
    """`left sign right`; only numbers, or two strings, have an order."""
    if sign in _COMPARE:
        _check_flat(left)
        _check_flat(right)
        return _COMPARE[sign](left, right)
    if isinstance(left, str) and isinstance(right, str):
        return _ORDER[sign](left, right)
    return _ORDER[sign](_number(sign, left), _number(sign, right))


def truth(value: object) -> bool:
    """Whether a condition holds."""
    if value is None or isinstance(value, bool | int | float | str | list | tuple):
        return bool(cast("object", value))
    raise StaticError("static-type", f"{kind(value)} is no condition")


def index(value: object, position: object) -> object:
    """`value[position]` of a list by integer or slice, of a mapping by key."""
    if isinstance(value, list | tuple):
        items = cast("Sequence[object]", value)
        if isinstance(position, slice):
            return _slice(items, cast("slice[object, object, object]", position))
        return _item(items, position)
    if isinstance(value, Mapping):
        entries = cast("Mapping[object, object]", value)
        if isinstance(position, str) and position in entries:
            return entries[position]
        raise StaticError("index-out-of-range", f"it holds nothing under {kind(position)}")
    raise StaticError("static-type", f"{kind(value)} has no parts")


def checked(value: object) -> object:
    """The value, if it is within bounds."""
    if isinstance(value, int) and abs(value) > MAX_INTEGER:
        raise StaticError(
            "number-too-large", "an integer beyond ±2^53", help="write a float: `1e20`"
        )
    return value


def as_list(value: object) -> Sequence[object] | None:
    """The value if it is a list or tuple, else None."""
    return cast("Sequence[object]", value) if isinstance(value, list | tuple) else None


def kind(value: object) -> str:
    """What a value is, as a reader of the spec would say."""
    match value:
        case None:
            return "none"
        case bool():
            return f"the bool {value}"
        case int() | float():
            return f"the number {show(cast('object', value))}"
        case str():
            return f"the string {show(value)}"
        case list() | tuple():
            return "a list"
        case Mapping():
            return "a mapping"
        case _:
            return f"a {type(value).__name__}"


def show(value: object) -> str:
    """A value in a message, cut where it is long."""
    text = f'"{value}"' if isinstance(value, str) else f"{value}"
    return text if len(text) <= 40 else f"{text[:40]}…"


def _number(sign: str, value: object) -> Number:
    if isinstance(value, int | float):
        return value
    message = f"`{sign}` takes numbers, and here is {kind(value)}"
    raise StaticError("static-type", message, expected="a number")


def _check_flat(value: object) -> None:
    """Lists of shared lists take for ever to compare."""
    items = cast("Sequence[object]", value) if isinstance(value, list | tuple) else ()
    if any(isinstance(item, list | tuple) for item in items):
        raise StaticError("static-type", "lists of lists can't be compared")


def _power(base: Number, exponent: Number) -> Number:
    if abs(exponent) > MAX_EXPONENT:
        message = f"the exponent {show(exponent)} is too large"
        raise StaticError("number-too-large", message, expected=f"at most {MAX_EXPONENT:,}")
    result = base**exponent
    if isinstance(result, int | float):
        return result
    raise StaticError("static-type", f"`{show(base)} ** {show(exponent)}` is not a real number")


def _item(items: Sequence[object], position: object) -> object:
    if isinstance(position, bool) or not isinstance(position, int):
        raise StaticError(
            "static-type", f"a list's position is an integer, and here is {kind(position)}"
        )
    if not -len(items) <= position < len(items):
        message = f"there is no position {position} in a list of {len(items)}"
        last = len(items) - 1
        expected = f"a position from 0 to {last}, or from -1 to {-len(items)}" if items else None
        raise StaticError("index-out-of-range", message, expected=expected)
    return items[position]


def _slice(items: Sequence[object], position: slice[object, object, object]) -> object:
    bounds = (position.start, position.stop, position.step)
    start, stop, step = (_bound(bound) for bound in bounds)
    if step == 0:
        raise StaticError("static-type", "a slice's step is not zero")
    return items[start:stop:step]


def _bound(bound: object) -> int | None:
    if bound is None or (isinstance(bound, int) and not isinstance(bound, bool)):
        return bound
    raise StaticError("static-type", f"a slice's bound is an integer, and here is {kind(bound)}")
