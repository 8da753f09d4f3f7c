"""Deep merge of one tree over another; each node keeps the span of where it was written."""

from __future__ import annotations

from wtspec.document.choices import NAMING, displaced, is_other_choice
from wtspec.document.node import Entry, Mapping, Node, Scalar


def merge(base: Node, over: Node, key: str | None = None) -> Node:
    """What `over` makes of `base`.

    Mappings merge, anything else is replaced, and null removes a key that the base has.
    Choices replace each other whole (see `choices`). The base's keys come first.

    Args:
        base: The earlier tree.
        over: The later one, which wins.
        key: The key that both stand under; None where it is a name of the file's own.
    """
    if not (isinstance(base, Mapping) and isinstance(over, Mapping)):
        return over
    return merge_mappings(base, over, key)


def merge_mappings(base: Mapping, over: Mapping, key: str | None = None) -> Mapping:
    """As `merge`, for two mappings."""
    if is_other_choice(base, over, key):
        return over
    present = {name for name, entry in over.entries.items() if not is_null(entry.value)}
    gone = displaced(present, key)
    entries = {name: entry for name, entry in base.entries.items() if name not in gone}
    for name, entry in over.entries.items():
        _put(entries, name, entry, child_key(key, name))
    return Mapping(entries, over.span, over.flow)


def child_key(key: str | None, name: str) -> str | None:
    """The key as `merge` wants it for the value under `name` in a mapping under `key`."""
    return None if key in NAMING else name


def is_null(node: Node) -> bool:
    """Whether a node is null."""
    return isinstance(node, Scalar) and node.value is None


def _put(entries: dict[str, Entry], name: str, entry: Entry, key: str | None) -> None:
    if name not in entries:
        entries[name] = entry
    elif is_null(entry.value):
        del entries[name]
    else:
        entries[name] = Entry(entry.key, merge(entries[name].value, entry.value, key))
