"""Rules of a param: its default fits its type, bounds and choices."""

from __future__ import annotations

from typing import cast

from wtspec.errors import did_you_mean, one_of
from wtspec.spec.faults.place import Place, in_words
from wtspec.spec.kinds import kind
from wtspec.spec.param import ParamSpec
from wtspec.spec.param_types import (
    is_numeric,
    item_kinds,
    item_words,
    kinds_of,
    words_of,
)


def check_param(spec: ParamSpec, place: Place) -> None:
    """Notes what is wrong with a param whose keys all have the right type.

    Codes: `wrong-type`, `out-of-range`, `invalid-choice`, `unused-bound`, `empty-range`.
    """
    numeric = is_numeric(spec.type)
    for bound in ("min", "max"):
        if getattr(spec, bound) is not None and not numeric:
            message = f"`{bound}` is for numbers, and {place.label} is of type {spec.type}"
            related = (place.at("type").related("its type is here"),)
            place.at(bound).error(
                "unused-bound", message, on_key=True, help=f"remove `{bound}`", related=related
            )
    if spec.min is not None and spec.max is not None and spec.min > spec.max:
        related = (place.at("max").related("`max` is here"),)
        message, help = "`min` is above `max`", "swap the two, or correct one"
        place.at("min").error("empty-range", message, help=help, related=related)
        return
    for index, choice in enumerate(spec.choices or ()):
        _check_value(choice, spec, place.at("choices", index))
    if not spec.required and spec.default is not None and kind(spec.default) != "formula":
        _check_value(spec.default, spec, place.at("default"), choose=True)


def _check_value(value: object, spec: ParamSpec, place: Place, *, choose: bool = False) -> None:
    wanted = spec.type or "str"
    if kind(value) not in kinds_of(wanted):
        words = words_of(wanted)
        message = f"{place.label} must be {words}, the param's type"
        place.error(
            "wrong-type",
            message,
            expected=words,
            received=in_words(place.node),
            help=_null_help(value, spec),
        )
    elif is_numeric(wanted) and (spec.min, spec.max) != (None, None):
        _check_bounds(value, spec, place)
    if choose and spec.choices is not None and value not in spec.choices:
        choices = [str(choice) for choice in spec.choices]
        place.error(
            "invalid-choice",
            f"{place.label} is not among the param's `choices`",
            expected=one_of(choices),
            received=in_words(place.node),
            help=did_you_mean(str(value), choices),
        )


def _null_help(value: object, spec: ParamSpec) -> str | None:
    if value is not None:
        return None
    given = "" if spec.default is None else "write `default: null`, and "
    return f"{given}leave it out here: a param whose default is null takes null besides its choices"


def _check_bounds(value: object, spec: ParamSpec, place: Place) -> None:
    if isinstance(value, list):
        _check_items(cast("list[object]", value), spec, place)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        _check_range(value, spec, place)


def _check_items(items: list[object], spec: ParamSpec, place: Place) -> None:
    """The bounds of a list hold for its items, which are to be numbers then, at any depth."""
    for index, item in enumerate(items):
        at = place.at(index)
        if isinstance(item, list):
            _check_items(cast("list[object]", item), spec, at)
        elif kind(item) in item_kinds(spec.type or ""):
            if isinstance(item, int | float) and not isinstance(item, bool):
                _check_range(item, spec, at)
        elif kind(item) != "formula" and not (item is None and spec.default is None):
            words = item_words(spec.type or "")
            message = f"{at.label} must be {words}, as the param has bounds"
            at.error("wrong-type", message, expected=words, received=in_words(at.node))


def _check_range(value: float, spec: ParamSpec, place: Place) -> None:
    if spec.min is not None and value < spec.min:
        message, expected = f"{place.label} is below the param's `min`", f"at least {spec.min}"
    elif spec.max is not None and value > spec.max:
        message, expected = f"{place.label} is above the param's `max`", f"at most {spec.max}"
    else:
        return
    place.error("out-of-range", message, expected=expected, received=in_words(place.node))
