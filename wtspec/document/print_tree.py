"""Prints a located tree as YAML that reads as the same tree."""

from __future__ import annotations

import io
from typing import Any, cast

import yaml
from yaml.emitter import ScalarAnalysis

from wtspec.document.node import Node, Scalar, Sequence
from wtspec.document.scalars import resolve

_TEXT = "tag:yaml.org,2002:str"


class _Printer(yaml.SafeDumper):
    """PyYAML's printer: lists are indented below their keys, `...` in shapes is bare, and quotes
    are double where either would do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        del indentless
        super().increase_indent(flow, False)

    def analyze_scalar(self, scalar: str) -> ScalarAnalysis:
        analysis = super().analyze_scalar(scalar)
        if scalar == "...":  # ends a document only where a line begins with it
            analysis.allow_flow_plain = analysis.allow_block_plain = True
        return analysis

    def choose_scalar_style(self) -> str:
        style = super().choose_scalar_style()
        asked = cast("str | None", getattr(self.event, "style", None))
        return '"' if style == "'" and asked is None else style


def print_tree(tree: Node, *, flow: bool = False) -> str:
    """The tree as a YAML document; numbers as they were written, long texts as blocks.

    Args:
        tree: Its collections are printed in the style that they have.
        flow: Whether all of it is to stand in flow style, on one line.
    """
    node = _yaml_node(tree, flow=flow)
    return yaml.serialize(  # pyright: ignore[reportUnknownMemberType]
        node, Dumper=_Printer, allow_unicode=True, width=1 << 30, indent=2
    )


def _yaml_node(node: Node, *, flow: bool) -> yaml.Node:
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
    return yaml.ScalarNode(_TEXT, text, style=_style(text, flow=flow, key=key))


def _style(text: str, *, flow: bool, key: bool) -> str | None:
    """A block for lines, none where bare text is read as it is, else quotes that escape least."""
    if not flow and "\n" in text and all(part.isprintable() for part in text.split("\n")):
        return "|"
    is_part = (flow or key) and not _is_whole(text)
    if text.isprintable() and _is_plain_text(text) and not (is_part or (key and text[:1] == "=")):
        return None
    return "'" if text.isprintable() and ('"' in text or "\\" in text) else '"'


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
    printer: Any = _Printer(io.StringIO())
    return printer.resolve(yaml.ScalarNode, text, (True, False))
