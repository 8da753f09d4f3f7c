"""Which values of a resolved spec were not written in the file that was asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from wtspec.document import Document, Node
from wtspec.document import Mapping as Tree
from wtspec.document.node import Sequence
from wtspec.errors import Source, Span
from wtspec.runs.listing.epochs import FAULTS
from wtspec.runs.listing.read_end import read_whole
from wtspec.runs.resolved import resolved_tree
from wtspec.spec import Spec

ORIGINS = "origins.json"
_RESOLVED = "config.resolved.yaml"

Steps = tuple[str | int, ...]


class PlacedValue(msgspec.Struct, frozen=True):
    """A value, or all that a mapping or list holds.

    Attributes:
        steps: To it, keys and positions.
        place: `--set train.epochs=3`, or `base.yaml:12`.
    """

    steps: tuple[str | int, ...]
    place: str


def origins_text(spec: Spec, folder: Path, params: Mapping[str, object]) -> str:
    """What a run's folder keeps of them; of a run that goes on, what it kept before, too.

    Args:
        spec: Sound.
        folder: Of the run.
        params: The values of the file's params.
    """
    found = {one.steps: one for one in _find(spec, folder, params)}
    if spec.document.path.resolve() == (folder / _RESOLVED).resolve():
        before = {one.steps: one for one in read_origins(folder)}
        found = before | found
    return msgspec.json.encode(list(found.values())).decode()


def read_origins(folder: Path) -> list[PlacedValue]:
    """What a run's folder has kept of them; nothing where that can't be read."""
    with suppress(*FAULTS):
        return msgspec.json.decode(read_whole(folder / ORIGINS), type=list[PlacedValue])
    return []


def _find(spec: Spec, folder: Path, params: Mapping[str, object]) -> Iterator[PlacedValue]:
    document = spec.document
    tree = resolved_tree(spec, folder.resolve(), params)
    for key, entry in tree.entries.items():
        if key != "name":  # it is always said, and may be the file's own name
            yield from _foreign(entry.value, (key,), document)


def _foreign(node: Node, steps: Steps, document: Document) -> Iterator[PlacedValue]:
    """The largest parts of a tree that come as a whole from one other place."""
    own, source = document.source.name, _only_source(node)
    if source == own:
        return
    if source is not None and len(steps) >= _depth(_first_span(node).source):
        yield PlacedValue(steps, _place(_first_span(node), document.path.parent))
        return
    for step, inner in _inside(node):
        yield from _foreign(inner, (*steps, step), document)


def _only_source(node: Node) -> str | None:
    """The name of what all values of a part were written in; None where these are several."""
    inner = [_only_source(one) for _, one in _inside(node)]
    if not inner:
        return node.span.source.name
    return inner[0] if all(one == inner[0] for one in inner) else None


def _first_span(node: Node) -> Span:
    inside = list(_inside(node))
    return _first_span(inside[0][1]) if inside else node.span


def _inside(node: Node) -> list[tuple[str | int, Node]]:
    if isinstance(node, Tree):
        return [(key, entry.value) for key, entry in node.entries.items()]
    return list(enumerate(node.items)) if isinstance(node, Sequence) else []


def _depth(source: Source) -> int:
    """How many steps lead to what a source says: an override names them."""
    return 0 if source.is_file else source.text.partition("=")[0].count(".") + 1


def _place(span: Span, folder: Path) -> str:
    """Where it stands, files as they are found from the one that was asked for."""
    source = span.source
    if not source.is_file:
        return source.name
    with suppress(ValueError):  # on Windows, another drive
        return f"{Path(os.path.relpath(source.name, folder)).as_posix()}:{span.line}"
    return f"{source.name}:{span.line}"
