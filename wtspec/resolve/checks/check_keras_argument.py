"""Checks plain arguments of Keras's classes against the numbers and words that make sense there."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.catalog import Bounds, Component, bounds, choices
from wtspec.errors import Report, Span, related_to
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.declared import Value
from wtspec.resolve.bind.scope import Symbol
from wtspec.resolve.checks.refused import refuse_choice, refuse_number


def check_keras_argument(
    report: Report, owner: Component, argument: str, value: Value, symbols: Mapping[str, Symbol]
) -> None:
    """Notes a number that lies where none makes sense, or a word that Keras does not know.

    A negative learning rate is such a number. Some classes refuse such a word, others take it for
    a default.

    Args:
        symbols: What a formula may use: the file's params have a known value.
    """
    _check_word(report, owner, argument, value, symbols)
    found = _number(value, symbols)
    within = bounds(owner.kind, argument) if found is not None else None
    if found is None or within is None or within.hold(found[0]):
        return
    number, span, origin = found
    what = f"`{argument}` of `{owner.name}`"
    refuse_number(report, what, _words(within), number, span, related_to("the value", origin))


def _check_word(
    report: Report, owner: Component, argument: str, value: Value, symbols: Mapping[str, Symbol]
) -> None:
    words = choices(owner.kind, argument)
    match value:
        case t.Value(str() as given):
            span, origin = value.span, None
        case Reference(name=name) if name in symbols and isinstance(symbols[name].value, str):
            given, span, origin = str(symbols[name].value), value.span, symbols[name].span
        case _:
            return
    if not words or given in words:
        return
    what = f"`{argument}` of `{owner.name}`"
    refuse_choice(report, what, words, given, span, related_to("the value", origin))


def _number(value: Value, symbols: Mapping[str, Symbol]) -> tuple[float, Span, Span | None] | None:
    """A number that is known, where it is used, and where it comes from."""
    match value:
        case t.Value(int() | float() as number) if not isinstance(number, bool):
            return number, value.span, None
        case t.Negative(t.Value(int() | float() as number)) if not isinstance(number, bool):
            return -number, value.span, None
        case Reference(name=name) if name in symbols:
            number = symbols[name].value
            if isinstance(number, int | float) and not isinstance(number, bool):
                return number, value.span, symbols[name].span
            return None
        case _:
            return None


def _words(within: Bounds) -> str:
    low = f"at least {within.ge}" if within.ge is not None else f"more than {within.gt}"
    if within.lt is not None:
        return f"{low} and less than {within.lt}"
    return f"{low} and at most {within.le}" if within.le is not None else low
