"""Checks plain values against what a param takes: its type, bounds and choices."""

from __future__ import annotations

from collections.abc import Collection

from wtspec.errors import Related, Report, Span, related_to, within
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.declared import Param
from wtspec.resolve.checks.refused import refuse_choice, refuse_number
from wtspec.spec.kinds import kind
from wtspec.spec.param_types import PLAIN, alternatives, item_kinds, item_words, kinds_of, words_of


def check_argument(
    report: Report,
    param: Param,
    value: t.Value | t.List,
    names: Collection[str] = (),
    origin: Span | None = None,
) -> None:
    """Notes a plain argument that a param's type, range or choices do not allow.

    Args:
        names: What a formula may use in its place.
        origin: Where the value comes from, if it stands elsewhere.
    """
    given = None if isinstance(value, t.List) else value.value
    if given is None and isinstance(value, t.Value) and param.default is not None:
        return
    wanted = alternatives(param.type)
    if wanted and set(wanted) <= set(PLAIN) and _kind(value) not in kinds_of(param.type or ""):
        from wtspec.resolve.components.value_help import value_help

        words = words_of(param.type or "")
        report.error(
            "wrong-type",
            f"`{param.name}` takes {words}",
            value.span,
            expected=words,
            received="a list" if isinstance(value, t.List) else f"`{given}`",
            help=value_help(given, wanted, value.span, names),
            related=_places(param, value, origin),
        )
        return
    if isinstance(value, t.Value):
        _check_range(report, param, value, origin)
    elif param.limits_items:
        _check_items(report, param, value, origin)
    if isinstance(value, t.Value):
        _check_choice(report, param, value, origin)


def _check_items(report: Report, param: Param, value: t.List, origin: Span | None) -> None:
    """The bounds of a list hold for its items, which are to be numbers then, at any depth."""
    for item in value.items:
        if isinstance(item, t.List):
            _check_items(report, param, item, origin)
            continue
        one = _plain(item)
        if one is None or (one.value is None and t.is_none(param.default)):
            continue
        if _kind(one) in item_kinds(param.type or ""):
            _check_range(report, param, one, origin)
            continue
        words = item_words(param.type or "")
        report.error(
            "wrong-type",
            f"an item of `{param.name}` is {words}",
            one.span,
            expected=words,
            received=f"`{one.span.text}`",
            related=_places(param, one, origin),
        )


def _plain(item: Expression) -> t.Value | None:
    """An item that is written out."""
    if isinstance(item, t.Negative) and isinstance(item.operand, t.Value):
        number = item.operand.value
        return t.Value(-number, span=item.span) if isinstance(number, int | float) else None
    return item if isinstance(item, t.Value) else None


def _kind(value: t.Value | t.List) -> str:
    if isinstance(value, t.List):
        return "list"
    return "text" if isinstance(value.value, str) else kind(value.value)


def _check_range(report: Report, param: Param, value: t.Value, origin: Span | None) -> None:
    given = value.value
    if isinstance(given, int | float) and not isinstance(given, bool):
        low, high = param.minimum, param.maximum
        if (low is not None and given < low) or (high is not None and given > high):
            places = _places(param, value, origin)
            what, bounds = f"`{param.name}`", within(low, high)
            refuse_number(report, what, bounds, given, value.span, places)


def _check_choice(report: Report, param: Param, value: t.Value, origin: Span | None) -> None:
    if param.choices is not None and value.value not in param.choices:
        places = _places(param, value, origin)
        refuse_choice(report, f"`{param.name}`", param.choices, value.value, value.span, places)


def _places(param: Param, value: t.Value | t.List, origin: Span | None) -> tuple[Related, ...]:
    """Where the param says what it takes, but for its own default, and where the value is from."""
    declared = (Related("the param", param.span),) if param.span != value.span else ()
    return (*declared, *related_to("the value", origin))
