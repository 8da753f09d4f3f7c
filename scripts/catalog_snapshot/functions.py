"""The functions that a formula may call."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import keras

from scripts.catalog_snapshot.accepts import function_accepts
from scripts.catalog_snapshot.docstrings import first_line
from scripts.catalog_snapshot.excluded import EXCLUDED
from scripts.catalog_snapshot.parameters import Entry, described, explicit_parameters, is_variadic
from scripts.catalog_snapshot.reference import tensors_alone

HOUSEKEEPING = ("deserialize", "get", "serialize")
_TAKING_LISTS = {
    "associative_scan": ("elems",),
    "concatenate": ("xs",),
    "dstack": ("xs",),
    "hstack": ("xs",),
    "map": ("xs",),
    "scan": ("init", "xs"),
    "select": ("condlist", "choicelist"),
    "stack": ("x",),
    "vectorized_map": ("elements",),
    "vstack": ("xs",),
}
_OPEN_KEYWORDS = ("rearrange",)


def public_functions() -> dict[str, tuple[str, Callable[..., Any]]]:
    """Each function's name in formulas, its name in source, and itself."""
    found = dict(_functions("", "keras.activations", keras.activations))
    found |= _functions("", "ops", keras.ops)
    found |= _functions("random.", "keras.random", keras.random)
    found |= _functions("linalg.", "ops.linalg", keras.ops.linalg)
    found |= _functions("image.", "ops.image", keras.ops.image)
    return dict(sorted(found.items()))


def describe_functions() -> dict[str, Entry]:
    """What the catalog keeps of each function."""
    functions = public_functions()
    names = {name: python for name, (python, _) in functions.items()}
    return {
        name: _describe(name, python, function, names)
        for name, (python, function) in functions.items()
    }


def _functions(
    prefix: str, python: str, module: ModuleType
) -> Iterator[tuple[str, tuple[str, Callable[..., Any]]]]:
    for name, value in vars(module).items():
        public = not name.startswith("_") and name not in HOUSEKEEPING
        if public and inspect.isfunction(value) and prefix + name not in EXCLUDED["function"]:
            yield prefix + name, (f"{python}.{name}", value)


def _describe(name: str, python: str, function: Callable[..., Any], names: dict[str, str]) -> Entry:
    parameters = [one for one in explicit_parameters(function) if one.name != "seed"]
    entry: Entry = {
        "python": python,
        "doc": first_line(function),
        "parameters": [
            described(parameter, function_accepts(parameter.name, parameter.default))
            for parameter in parameters
        ],
        "variadic": is_variadic(function),
        "takes_list": list(_TAKING_LISTS.get(name, ())),
        "tensors_alone": tensors_alone(name, parameters, names),
        "open_keywords": name in _OPEN_KEYWORDS,
    }
    return {key: value for key, value in entry.items() if value or key in ("doc", "parameters")}
