"""The located tree: YAML whose every key and value knows where it stood."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct

from wtspec.errors import Source, Span

Style = Literal["plain", "quoted", "literal", "folded"]
Step = str | int


class Scalar(Struct, frozen=True, eq=False):
    """A null, bool, number or string.

    Attributes:
        value: What it means by the YAML 1.2 core schema.
        text: The scalar's text, escapes undone; equals `value` for a string.
        span: From the first character to the last, quotes or the `|` included.
        style: How it was written.
        flow: Whether it stands inside `{…}` or `[…]`.
    """

    value: None | bool | int | float | str
    text: str
    span: Span
    style: Style = "plain"
    flow: bool = False


class Sequence(Struct, frozen=True, eq=False):
    """A list."""

    items: tuple[Node, ...]
    span: Span
    flow: bool = False


class Entry(Struct, frozen=True, eq=False):
    """A key and its value."""

    key: Scalar
    value: Node


class Mapping(Struct, frozen=True, eq=False):
    """A mapping; its entries by the names of their keys, in the file's order."""

    entries: dict[str, Entry]
    span: Span
    flow: bool = False

    def get(self, key: str) -> Node | None:
        """The value under `key`, or None."""
        entry = self.entries.get(key)
        return entry.value if entry else None


Node = Scalar | Sequence | Mapping


class Document(Struct, frozen=True, eq=False):
    """One spec file, its bases merged in and its overrides applied.

    Attributes:
        path: The file.
        tree: The merged tree.
        source: The file's own text.
        root: No import, base or data file may lie outside this folder.
        libraries: The files it imports, directly and through others, each once, those that
            others need first. Their own `libraries` are empty.
        files: Every file that was read, this one first.
        lacks_library: Whether it imports more than could be read, so that its names may be right.
    """

    path: Path
    tree: Mapping
    source: Source
    root: Path
    libraries: tuple[Document, ...] = ()
    files: tuple[Path, ...] = ()
    lacks_library: bool = False

    def find(self, *steps: Step) -> Node | None:
        """The node at a path of keys and list positions, or None."""
        return find(self.tree, *steps)

    def span(self, *steps: Step) -> Span:
        """The span of the value at a path, or of the nearest thing round it that exists."""
        return span_of(self.tree, *steps)

    def key_span(self, *steps: Step) -> Span:
        """The span of the key at a path; of the value for a list's item."""
        return key_span_of(self.tree, *steps)


def find(node: Node | None, *steps: Step) -> Node | None:
    """The node at a path of keys and list positions that begins at a node, or None."""
    for step in steps:
        if isinstance(node, Mapping):
            entry = node.entries.get(step if isinstance(step, str) else str(step))
            node = entry.value if entry else None
        else:
            node = _item(node, step)
    return node


def span_of(node: Node, *steps: Step) -> Span:
    """The span of the value at a path from a node, or of the nearest thing round it."""
    while (inner := find(node, *steps)) is None:
        steps = steps[:-1]
    return inner.span


def key_span_of(node: Node, *steps: Step) -> Span:
    """The span of the key at a path from a node; of the value for a list's item."""
    parent = find(node, *steps[:-1]) if steps else None
    if isinstance(parent, Mapping) and steps[-1] in parent.entries:
        return parent.entries[str(steps[-1])].key.span
    return span_of(node, *steps)


def _item(node: Node | None, step: Step) -> Node | None:
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def plain(node: Node) -> object:
    """The tree as Python's own values, without places."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {_key(one.key): plain(one.value) for one in node.entries.values()}


def walk(node: Node) -> Iterator[Node]:
    """The node and all nodes below it, in the file's order."""
    yield node
    if isinstance(node, Sequence):
        for item in node.items:
            yield from walk(item)
    elif isinstance(node, Mapping):
        for entry in node.entries.values():
            yield entry.key
            yield from walk(entry.value)


def key_name(key: Scalar) -> str:
    """What a key is found by: its text, but `31` for each way to write that number."""
    return str(_key(key))


def _key(key: Scalar) -> str | int:
    """A key as data: integers stay integers (`class_weight: {0: 1.0}`), the rest is text."""
    return key.value if type(key.value) is int else key.text
