"""Looking up Keras's vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from wtspec.catalog.component import CatalogFunction, Component, Kind, Parameter
from wtspec.catalog.snapshot import ParameterEntry, folder, names, section


@cache
def component(kind: Kind, name: str) -> Component | None:
    """The class of that name or alias, or None."""
    known = section(kind)
    name = known["aliases"].get(name, name)
    entry = known["entries"].get(name)
    if entry is None:
        return None
    return Component(
        kind=kind,
        name=name,
        python=entry["python"],
        doc=entry["doc"],
        parameters=_parameters(entry["parameters"]),
        alias=entry.get("alias"),
        call=_parameters(entry.get("call", [])),
        variables=tuple(entry.get("variables", ())),
    )


def component_names(kind: Kind) -> tuple[str, ...]:
    """The names of a kind's classes, sorted; `component_aliases` has their other names."""
    return tuple(section(kind)["entries"])


def component_aliases(kind: Kind) -> Mapping[str, str]:
    """The other names that classes of a kind go by, each with the class's name."""
    return MappingProxyType(section(kind)["aliases"])


@cache
def function(name: str) -> CatalogFunction | None:
    """The function that a formula calls by that name, or None."""
    entry = section("function")["entries"].get(name)
    if entry is None:
        return None
    return CatalogFunction(
        name=name,
        python=entry["python"],
        doc=entry["doc"],
        parameters=_parameters(entry["parameters"]),
        variadic=entry.get("variadic", False),
        takes_list=tuple(entry.get("takes_list", ())),
        open_keywords=entry.get("open_keywords", False),
        tensors_alone=tuple(entry.get("tensors_alone", ())),
    )


def function_names() -> tuple[str, ...]:
    """The names of all functions, sorted."""
    return tuple(section("function")["entries"])


def excluded(kind: Kind | Literal["function"], name: str) -> str | None:
    """Why a public name of Keras is not in the vocabulary; None for any other name."""
    return section(kind)["excluded"].get(name)


def excluded_names(kind: Kind | Literal["function"]) -> tuple[str, ...]:
    """Keras's public names of a kind that are not in the vocabulary, sorted."""
    return tuple(section(kind)["excluded"])


@cache
def activations() -> tuple[str, ...]:
    """The names that are valid as an activation, sorted."""
    return tuple(names()["activations"])


@cache
def reserved_attributes() -> frozenset[str]:
    """Attributes of Keras's own layers and models, which a generated class must not take."""
    return frozenset(names()["reserved"])


def keras_version() -> str:
    """The version of Keras that the vocabulary was taken from."""
    return folder().name.removeprefix("keras-")


def _parameters(entries: list[ParameterEntry]) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(
            name=entry["name"],
            required="default" not in entry,
            default=entry.get("default"),
            accepts=tuple(entry.get("accepts", ())),
            keyword_only=entry.get("keyword_only", False),
        )
        for entry in entries
    )
