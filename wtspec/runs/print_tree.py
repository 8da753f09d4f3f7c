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


def _yaml_node(node: Node) -> yaml.Node:
    if isinstance(node, Sequence):
        items = [_yaml_node(item) for item in node.items]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=node.flow)
    if isinstance(node, Mapping):
        pairs = [
            (_scalar_node(entry.key), _yaml_node(entry.value)) for entry in node.entries.values()
        ]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=node.flow)
    return _scalar_node(node)


def _scalar_node(scalar: Scalar) -> yaml.ScalarNode:
    if isinstance(scalar.value, str):
        return yaml.ScalarNode(_TEXT, scalar.text, style=_text_style(scalar.text))
    text = scalar.text or "null"
    return yaml.ScalarNode(_plain_tag(text), text)


def _text_style(text: str) -> str | None:
    """None where YAML 1.2 reads the bare text as text; PyYAML itself knows 1.1 alone."""
    if "\n" in text and all(part.isprintable() for part in text.split("\n")):
        return "|"
    return None if text.isprintable() and _is_plain_text(text) else '"'


def _is_plain_text(text: str) -> bool:
    try:
        return resolve(text) == text
    except OverflowError:
        return False


def _plain_tag(text: str) -> str:
    """What PyYAML takes the bare text for: a node with that tag is printed without it."""
    return _Printer(io.StringIO()).resolve(yaml.ScalarNode, text, (True, False))
