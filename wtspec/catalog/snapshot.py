"""The files of `keras-<version>/`, each read once and only when it is asked for."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NotRequired, TypedDict, cast


class ParameterEntry(TypedDict):
    """A parameter; without `default` it is required."""

    name: str
    default: NotRequired[object]
    accepts: NotRequired[list[str]]
    keyword_only: NotRequired[bool]


class Entry(TypedDict):
    """A class or a function."""

    python: str
    doc: str
    parameters: list[ParameterEntry]
    alias: NotRequired[str]
    call: NotRequired[list[ParameterEntry]]
    variables: NotRequired[list[str]]
    variadic: NotRequired[bool]
    takes_list: NotRequired[list[str]]
    open_keywords: NotRequired[bool]


class Section(TypedDict):
    """What is known of one kind: entries by name, other names for them, and what is left out."""

    entries: dict[str, Entry]
    aliases: dict[str, str]
    excluded: dict[str, str]


class Names(TypedDict):
    """Names that stand alone."""

    activations: list[str]
    reserved: list[str]


@cache
def folder() -> Path:
    """The snapshot's folder; there is one, named after its Keras."""
    return next(Path(__file__).parent.glob("keras-*"))


@cache
def section(kind: str) -> Section:
    """The entries of a component kind, or of `function`."""
    return cast(Section, _read(kind))


@cache
def names() -> Names:
    """The activations and the reserved attributes."""
    return cast(Names, _read("names"))


def _read(name: str) -> object:
    return json.loads((folder() / f"{name}.json").read_bytes())
