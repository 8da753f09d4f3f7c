"""The prose of files, which lints don't look into."""

from __future__ import annotations

from collections.abc import Iterator

from wtspec.document import Node
from wtspec.spec import Section, Spec
from wtspec.spec.base import sections_in
from wtspec.spec.prose import prose_keys


def prose(spec: Spec) -> frozenset[Node]:
    """The nodes of a file and its libraries that are prose."""
    return frozenset(node for part in (spec, *spec.libraries) for node in _prose(part.file))


def _prose(section: Section) -> Iterator[Node]:
    keys = prose_keys(type(section))
    for key in type(section).model_fields:
        if key in keys and (node := section.find(key)) is not None:
            yield node
        for inner, _ in sections_in(getattr(section, key)):
            yield from _prose(inner)
