"""Puts the keys of a spec in the order in which a run recorded them."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from wtspec.document import Entry, Mapping, Node, Sequence
from wtspec.runs.resuming.recorded import read_recorded
from wtspec.spec import validate
from wtspec.stages import Checked, check


def in_recorded_order(folder: Path, after: Checked, data_root: Path | None = None) -> Checked:
    """A spec that means what a run was trained by, its keys in the order of the run's record.

    Order is no part of the meaning, but weights are made in it, and sums over all of them are
    taken in it: with another one a run would go on with other last bits.

    Args:
        folder: Of the run.
        after: What `check_spec` lets the run go on with.
        data_root: No data file may lie outside it; the spec's own root by default.
    """
    like = read_recorded(folder).spec.document.tree
    document = after.spec.document
    tree = _in_order(document.tree, like)
    trees = [_in_order(one.tree, like) for one in document.libraries]
    before = [document.tree, *(one.tree for one in document.libraries)]
    if all(one is other for one, other in zip(before, [tree, *trees], strict=True)):
        return after
    libraries = tuple(
        replace(one, tree=its) for one, its in zip(document.libraries, trees, strict=True)
    )
    return check(validate(replace(document, tree=tree, libraries=libraries)), data_root)


def _in_order(node: Mapping, like: Mapping) -> Mapping:
    """The same tree, and the very same where its keys are in that order already."""
    known = [key for key in like.entries if key in node.entries]
    keys = [*known, *(key for key in node.entries if key not in like.entries)]
    entries: dict[str, Entry] = {}
    for key in keys:
        entry, other = node.entries[key], like.get(key)
        value = _value(entry.value, other)
        entries[key] = entry if value is entry.value else Entry(entry.key, value)
    same = all(entries[key] is entry for key, entry in node.entries.items())
    return node if same and keys == [*node.entries] else replace(node, entries=entries)


def _value(node: Node, like: Node | None) -> Node:
    match node, like:
        case Mapping(), Mapping():
            return _in_order(node, like)
        case Sequence(), Sequence() if len(node.items) == len(like.items):
            pairs = zip(node.items, like.items, strict=True)
            items = tuple(_value(item, other) for item, other in pairs)
            same = all(one is other for one, other in zip(items, node.items, strict=True))
            return node if same else replace(node, items=items)
        case _:
            return node
