"""The classes of Keras's public API, kind by kind."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Iterable
from contextlib import suppress
from functools import cache, partial
from types import ModuleType
from typing import Any

import jax
import keras
from keras.src.utils.naming import to_snake_case

from scripts.catalog_snapshot.accepts import component_accepts
from scripts.catalog_snapshot.docstrings import argument_docs, first_line
from scripts.catalog_snapshot.excluded import EXCLUDED
from scripts.catalog_snapshot.parameters import Entry, Explicit, described, explicit_parameters
from scripts.catalog_snapshot.samples import arguments_for_weights, input_shapes, sample_arguments

MODULES: dict[str, str] = {
    "layer": "layers",
    "initializer": "initializers",
    "regularizer": "regularizers",
    "constraint": "constraints",
    "optimizer": "optimizers",
    "schedule": "optimizers.schedules",
    "loss": "losses",
    "metric": "metrics",
    "callback": "callbacks",
}
_TAKING_LISTS = {
    **dict.fromkeys(
        ("Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract"),
        ("inputs",),
    ),
    "AdditiveAttention": ("inputs", "mask"),
    "Attention": ("inputs", "mask"),
}
# Keras takes these from the bases' `__init__`, and the layer itself never looks at them.
_WITHOUT_EFFECT = ("bounding_box_format", "factor", "score_mode")
_STATES = ("states", "initial_state")
_SETTLED_BY_COMPILE: Entry = {
    "doc": "Fraction of right predictions, by the accuracy that fits the targets and outputs",
    "parameters": [],
}


def public_classes(kind: str) -> dict[str, type]:
    """The classes of a kind that a spec may name, each once, under its own name."""
    module = _module(kind)
    named = {name: cls for name, cls in vars(module).items() if inspect.isclass(cls)}
    allowed = {
        name: cls
        for name, cls in sorted(named.items())
        if name not in EXCLUDED[kind] and name[0].isupper()
    }
    once: dict[type, str] = {}
    for name, cls in allowed.items():
        if name == cls.__name__ or cls not in once:
            once[cls] = name
    return {name: cls for cls, name in sorted(once.items(), key=lambda item: item[1])}


def describe_kind(kind: str) -> dict[str, Entry]:
    """What the catalog keeps of each class of a kind."""
    found = {name: _describe(kind, name, cls) for name, cls in public_classes(kind).items()}
    return found | _special(kind)


@cache
def aliases(kind: str) -> dict[str, str]:
    """Other names that Keras takes for a class, each with the class's own."""
    names = {cls: name for name, cls in public_classes(kind).items()}
    known: dict[str, Any] = {**vars(_module(kind)), **_registry(kind)}
    found = {
        alias: names[cls]
        for alias, cls in known.items()
        if inspect.isclass(cls) and cls in names and alias not in (names[cls], *_special(kind))
    }
    return dict(sorted((found | _function_aliases(kind, names.values(), known)).items()))


def construct(name: str, cls: type, /, **arguments: object) -> object:
    """An instance of a class, made with sample arguments and those given."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return cls(**_sampled(name, cls) | arguments)


def _main_alias(kind: str, name: str) -> str | None:
    """The longest snake_case name, which says most, that the kind's own `get` looks up."""
    registry = _registry(kind)
    found = [
        alias
        for alias, meant in aliases(kind).items()
        if meant == name and alias in registry and alias.islower()
    ]
    return max(found, key=len, default=None)


def _sampled(name: str, cls: type) -> dict[str, Any]:
    required = [entry.name for entry in explicit_parameters(cls.__init__) if entry.required]
    return sample_arguments(name, required)


def _special(kind: str) -> dict[str, Entry]:
    """Names that `compile` takes as a metric, and settles itself."""
    names = ("acc", "accuracy") if kind == "metric" else ()
    return {name: {"python": f'"{name}"', **_SETTLED_BY_COMPILE} for name in names}


def _module(kind: str) -> ModuleType:
    module: ModuleType = keras
    for part in MODULES[kind].split("."):
        module = getattr(module, part)
    return module


@cache
def _registry(kind: str) -> dict[str, Any]:
    """The names that the kind's own `get` looks up."""
    if kind in ("layer", "schedule", "callback"):
        return {}
    source = inspect.getmodule(_module(kind).get)
    return dict(vars(source)["ALL_OBJECTS_DICT"])


def _function_aliases(kind: str, names: Iterable[str], known: dict[str, Any]) -> dict[str, str]:
    """Losses under the names of the functions that compute them, such as `mse`."""
    if kind != "loss":
        return {}
    by_function = {to_snake_case(name): name for name in names}
    return {
        alias: by_function[function.__name__]
        for alias, function in known.items()
        if inspect.isfunction(function) and function.__name__ in by_function
    }


def _describe(kind: str, name: str, cls: type) -> Entry:
    entry: Entry = {
        "python": f"keras.{MODULES[kind]}.{name}",
        "doc": first_line(cls),
        "parameters": _constructor(name, cls),
        "alias": _main_alias(kind, name),
    }
    if kind == "layer":
        entry["call"] = _call(name, cls)
        entry["variables"] = _variables(name, cls)
    return {key: value for key, value in entry.items() if value or key in ("doc", "parameters")}


def _constructor(name: str, cls: type) -> list[Entry]:
    """Parameters of `__init__`, and those that its `**kwargs` hand to the bases."""
    documented = _documented(cls)
    found = {}
    for depth, base in enumerate(_initializing(cls)):
        for parameter in explicit_parameters(base.__init__):
            if parameter.name in found or (depth and not _takes(name, cls, parameter)):
                continue
            accepts = component_accepts(
                name, parameter.name, parameter.default, documented.get(parameter.name, "")
            )
            found[parameter.name] = described(
                parameter, accepts, keyword_only=parameter.keyword_only or depth > 0
            )
    return list(found.values())


def _initializing(cls: type) -> list[type]:
    """The classes along the bases whose `__init__` sees the arguments."""
    chain: list[type] = []
    for base in cls.__mro__[:-1]:
        if "__init__" not in vars(base):
            continue
        chain.append(base)
        kinds = [entry.kind for entry in inspect.signature(base.__init__).parameters.values()]
        if inspect.Parameter.VAR_KEYWORD not in kinds:
            break
    return chain


def _takes(name: str, cls: type, parameter: Explicit) -> bool:
    if parameter.required or parameter.name in _WITHOUT_EFFECT:
        return False
    trial = "sample" if parameter.name == "name" else parameter.default
    try:
        construct(name, cls, **{parameter.name: trial})
    except (TypeError, ValueError):
        return False
    return True


def _documented(cls: type) -> dict[str, str]:
    found: dict[str, str] = {}
    for base in cls.__mro__:
        found = argument_docs(base) | argument_docs(base.__init__) | found
    return found


def _call(name: str, cls: type) -> list[Entry]:
    lists = (*_TAKING_LISTS.get(name, ()), *_STATES)
    return [
        described(parameter, _call_accepts(parameter, lists))
        for parameter in explicit_parameters(vars(cls).get("call", cls.call))
    ]


def _call_accepts(parameter: Explicit, lists: tuple[str, ...]) -> tuple[str, ...]:
    if parameter.name in lists:
        return ("list",)
    return ("bool",) if isinstance(parameter.default, bool) else ()


def _variables(name: str, cls: type) -> list[str]:
    """Attributes of a built layer that hold its weights."""
    layer = _built(name, cls)
    return [attribute for attribute in dir(layer) if _holds_variable(layer, attribute)]


def _built(name: str, cls: type) -> object:
    for shape in input_shapes(name):
        layer = cls(**_sampled(name, cls) | arguments_for_weights(name))
        # A shape that doesn't fit fails in any way it likes.
        with suppress(Exception):
            jax.eval_shape(partial(layer.build, shape))
            return layer
    return None


def _holds_variable(layer: object, attribute: str) -> bool:
    if attribute.startswith("_"):
        return False
    try:
        value = getattr(layer, attribute)
    except (AttributeError, ValueError, NotImplementedError):
        return False
    return isinstance(value, keras.Variable)
