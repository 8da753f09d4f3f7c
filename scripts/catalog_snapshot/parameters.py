"""A signature's parameters, as the catalog keeps them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from keras.src.utils.naming import to_snake_case

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Explicit:
    """A parameter that a signature names."""

    name: str
    required: bool
    default: object
    keyword_only: bool


def explicit_parameters(function: Callable[..., Any]) -> list[Explicit]:
    """The named parameters of a function or method, in order, without `self`."""
    return [
        Explicit(
            name=parameter.name,
            required=parameter.default is inspect.Parameter.empty,
            default=_as_json(parameter.default),
            keyword_only=parameter.kind is inspect.Parameter.KEYWORD_ONLY,
        )
        for parameter in inspect.signature(function).parameters.values()
        if parameter.name != "self"
        and parameter.kind not in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    ]


def is_variadic(function: Callable[..., Any]) -> bool:
    """Whether any number of positional arguments is taken."""
    kinds = [parameter.kind for parameter in inspect.signature(function).parameters.values()]
    return inspect.Parameter.VAR_POSITIONAL in kinds


def described(
    parameter: Explicit, accepts: tuple[str, ...], *, keyword_only: bool | None = None
) -> Entry:
    """The parameter as JSON: only what differs from the commonest."""
    entry: Entry = {"name": parameter.name}
    if not parameter.required:
        entry["default"] = parameter.default
    if accepts:
        entry["accepts"] = list(accepts)
    if parameter.keyword_only if keyword_only is None else keyword_only:
        entry["keyword_only"] = True
    return entry


def _as_json(default: object) -> object:
    """A default as JSON can say it: an object by its class's alias, a sentinel as null."""
    if default is None or isinstance(default, bool | int | float | str):
        return None if default is inspect.Parameter.empty else default
    if isinstance(default, tuple | list):
        return [_as_json(item) for item in default]
    if type(default).__module__.startswith("keras."):
        return to_snake_case(type(default).__name__)
    return None
