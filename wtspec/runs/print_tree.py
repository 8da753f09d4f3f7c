"""Prints a located tree as YAML that reads as the same tree."""

from __future__ import annotations

import io

import yaml

from wtspec.document import Mapping, Node, Scalar, Sequence
from wtspec.document.scalars import resolve

_TEXT = "tag:yaml.org,2002:str"


class _Printer(yaml.SafeDumper):
    """PyYAML's printer, its lists indented below their keys."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        del indentless
        super().increase_indent(flow, False)


def print_tree(tree: Mapping) -> str:
    """The tree as a YAML document; numbers as they were written, long texts as blocks."""
    return yaml.serialize(
        _yaml_node(tree), Dumper=_Printer, allow_unicode=True, width=1 << 30, indent=2
    )


def _yaml_node(node: Node, *, flow: bool = False) -> yaml.Node:
    """PyYAML's counterpart of a node; what stands in flow style holds nothing of block style."""
    if isinstance(node, Scalar):
        return _scalar_node(node, flow=flow)
    flow = flow or node.flow
    if isinstance(node, Sequence):
        items = [_yaml_node(item, flow=flow) for item in node.items]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=flow)
    pairs = [
        (_scalar_node(entry.key, flow=flow, key=True), _yaml_node(entry.value, flow=flow))
        for entry in node.entries.values()
    ]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=flow)


def _scalar_node(scalar: Scalar, *, flow: bool, key: bool = False) -> yaml.ScalarNode:
    text = scalar.text
    if not isinstance(scalar.value, str):
        return yaml.ScalarNode(_plain_tag(text or "null"), text or "null")
    if "\n" in text and all(part.isprintable() for part in text.split("\n")):
        return yaml.ScalarNode(_TEXT, text, style="|")
    plain = text.isprintable() and _is_plain_text(text)
    if (flow and not _is_whole(text)) or (key and text.startswith("=")):
        plain = False
    return yaml.ScalarNode(_TEXT, text, style=None if plain else '"')


def _is_plain_text(text: str) -> bool:
    """Whether YAML 1.2 reads the bare text as that text; PyYAML itself knows 1.1 alone."""
    try:
        return resolve(text) == text and text != "<<"
    except OverflowError:
        return False


def _is_whole(text: str) -> bool:
    """Whether nobody would take the bare text for a part of a formula that lost its quotes."""
    depth = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if depth < 0 or character in "\"'":
            return False
    return depth == 0


def _plain_tag(text: str) -> str:
    """What PyYAML takes the bare text for: a node with that tag is printed without it."""
    return _Printer(io.StringIO()).resolve(yaml.ScalarNode, text, (True, False))
