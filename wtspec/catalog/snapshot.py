"""The files of `keras-<version>/`, each read once and only when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NotRequired, TypedDict, cast


class ParameterEntry(TypedDict):
    """A parameter; without `default` it is required."""

    name: str
    default: NotRequired[object]
    accepts: NotRequired[list[str]]
    keyword_only: NotRequired[bool]


class SnapshotEntry(TypedDict):
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
    tensors_alone: NotRequired[list[str]]


class SnapshotSection(TypedDict):
    """What is known of one kind: entries by name, other names for them, and what is left out."""

    entries: Mapping[str, SnapshotEntry]
    aliases: dict[str, str]
    excluded: dict[str, str]


class SnapshotNames(TypedDict):
    """Names that stand alone."""

    activations: list[str]
    reserved: list[str]


@cache
def folder() -> Path:
    """The snapshot's folder; there is one, named after its Keras."""
    return next(Path(__file__).parent.glob("keras-*"))


@cache
def section(kind: str) -> SnapshotSection:
    """The entries of a component kind, or of `function`."""
    text = _read(kind)
    entries, _, rest = text.removeprefix('{\n"entries": {\n').partition("\n},\n")
    others = cast("dict[str, dict[str, str]]", json.loads(f"{{{rest}"))
    return SnapshotSection(
        entries=_Entries(entries), aliases=others["aliases"], excluded=others["excluded"]
    )


@cache
def names() -> SnapshotNames:
    """The activations and the reserved attributes."""
    return cast(SnapshotNames, json.loads(_read("names")))


class _Entries(Mapping[str, SnapshotEntry]):
    """Entries, a line each in the file; a line is sought and parsed when its entry is asked for.

    A spec uses a dozen of more than a thousand, and parsing all would take longer than checking it.
    """

    def __init__(self, text: str) -> None:
        self._text = f"\n{text}\n"

    def __getitem__(self, name: str) -> SnapshotEntry:
        key = f'\n"{name}": '
        start = self._text.find(key)
        if start < 0 or "\n" in name:
            raise KeyError(name)
        line = self._text[start + len(key) : self._text.index("\n", start + 1)]
        return cast(SnapshotEntry, json.loads(line.removesuffix(",")))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and "\n" not in name and f'\n"{name}": ' in self._text

    def __iter__(self) -> Iterator[str]:
        lines = self._text[1:-1].split("\n")
        return (line[1 : line.index('": ')] for line in lines)

    def __len__(self) -> int:
        return self._text.count("\n") - 1


def _read(name: str) -> str:
    return (folder() / f"{name}.json").read_text(encoding="utf-8")
