"""Writes a spec laid out as by a person: sections in blocks, small things on one line."""

from __future__ import annotations

import re

from msgspec.structs import replace

from wtspec.document.from_python import as_plain, to_tree
from wtspec.document.node import Entry, Mapping, Node, Scalar, walk
from wtspec.document.print_tree import print_tree

_WIDTH = 100
_INDENT = 2
_LEVELS = {"layers": 3, "model": 2}
"""How many mappings within each other are blocks under a key of the file, where it is not one."""

_BODIES = ("call", "sequential")
"""Keys of a layer, whose weights, inputs and the like are blocks too."""


def write(value: object) -> str:
    """A spec, or a section of one, as YAML.

    Raises:
        UnfitError: It holds something that no file can.
    """
    tree = to_tree(as_plain(value, short=True))
    if not isinstance(tree, Mapping):
        return print_tree(tree)
    is_file = "wtspec" in tree.entries
    usual = 1 if is_file or not tree.entries.keys().isdisjoint(_BODIES) else 0
    levels = {key: _LEVELS.get(key, 1) if is_file else usual for key in tree.entries}
    text = print_tree(_block(tree, levels, 0))
    return re.sub(r"\n(?=\w+:\n)", "\n\n", text) if is_file else text


def _arrange(node: Node, levels: int, indent: int, column: int) -> Node:
    """The node in blocks where it must be, or needs several lines.

    Args:
        node: Its style is to be chosen.
        levels: How many mappings within each other are blocks in any case.
        indent: Where its lines begin if it is a block.
        column: Where it begins if it is on one line.
    """
    if isinstance(node, Scalar):
        return node
    parts = [node] if isinstance(node, Mapping) else node.items
    mappings = sum(isinstance(part, Mapping) for part in parts)
    if mappings <= (0 if levels > 0 else 1) and _fits(node, column):
        return replace(node, flow=True)
    if isinstance(node, Mapping):
        return _block(node, dict.fromkeys(node.entries, levels - 1), indent)
    return replace(node, items=tuple(_item(item, indent + _INDENT) for item in node.items))


def _block(node: Mapping, levels: dict[str, int], indent: int) -> Mapping:
    """A mapping of a key a line."""
    entries = {
        name: Entry(
            one.key, _arrange(one.value, levels[name], indent + _INDENT, indent + len(name) + 2)
        )
        for name, one in node.entries.items()
    }
    return replace(node, entries=entries)


def _item(node: Node, indent: int) -> Node:
    """An item of a list in a block: `- Dense: 10`, and not `- {Dense: 10}`."""
    is_single = isinstance(node, Mapping) and len(node.entries) == 1
    return _arrange(node, int(is_single), indent, indent)


def _fits(node: Node, column: int) -> bool:
    """Whether a node can stand on one line from a column on."""
    texts = (one.text for one in walk(node) if isinstance(one, Scalar))
    return not any("\n" in text for text in texts) and (
        column + len(print_tree(node, flow=True)) <= _WIDTH
    )
