"""What a file has to say so that, merged over another one, it comes to a given tree."""

from __future__ import annotations

from msgspec.structs import replace

from wtspec.document.choices import displaced, is_other_choice
from wtspec.document.merge import child_key, is_null, merge_mappings
from wtspec.document.node import Entry, Mapping, Node, Scalar, Sequence


def difference(base: Mapping, wanted: Mapping, key: str | None = None) -> Mapping:
    """The least mapping of which `merge_mappings(base, …, key)` makes `wanted`.

    What is not in both is null where it is to go, and whole where it is a list or another choice.

    Args:
        base: The earlier tree.
        wanted: What the merge is to come to.
        key: The key that both stand under; None where it is a name of the file's own.
    """
    if is_other_choice(base, wanted, key):
        return wanted
    changed = {
        name: Entry(entry.key, _changed(base.get(name), entry.value, child_key(key, name)))
        for name, entry in wanted.entries.items()
        if not is_same(base.get(name), entry.value)
    }
    said = replace(wanted, entries=_without(base, wanted, key) | changed)
    # a class beside another one would take its place, were it said alone
    return said if is_same(merge_mappings(base, said, key), wanted) else _whole(base, wanted, key)


def is_same(one: Node | None, other: Node | None) -> bool:
    """Whether two trees say the same, wherever they stand and however they are laid out."""
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        same_type = type(one.value) is type(other.value)
        return same_type and (one.value == other.value or one.text == other.text)
    if isinstance(one, Sequence) and isinstance(other, Sequence):
        pairs = zip(one.items, other.items, strict=False)
        return len(one.items) == len(other.items) and all(is_same(*pair) for pair in pairs)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        same_keys = one.entries.keys() == other.entries.keys()
        return same_keys and all(is_same(one.get(name), other.get(name)) for name in one.entries)
    return one is other


def _changed(base: Node | None, wanted: Node, key: str | None) -> Node:
    if isinstance(base, Mapping) and isinstance(wanted, Mapping):
        return difference(base, wanted, key)
    return wanted


def _without(base: Mapping, wanted: Mapping, key: str | None) -> dict[str, Entry]:
    """Nulls for what is to go and does not make room by itself."""
    stays = {name for name, entry in wanted.entries.items() if not is_null(entry.value)}
    gone = base.entries.keys() - wanted.entries.keys() - displaced(stays, key)
    return {name: _null(base.entries[name]) for name in base.entries if name in gone}


def _null(entry: Entry) -> Entry:
    return Entry(entry.key, Scalar(None, "null", entry.key.span))


def _whole(base: Mapping, wanted: Mapping, key: str | None) -> Mapping:
    return replace(wanted, entries=_without(base, wanted, key) | wanted.entries)
