"""Builds the located tree from YAML's events."""

from __future__ import annotations

import re
from typing import cast

from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from wtspec.document.events import TreeEvent, read_events
from wtspec.document.input import Point, YamlInput
from wtspec.document.keys import build_entries
from wtspec.document.node import Mapping, Node, Scalar, Sequence, Style
from wtspec.document.scalars import resolve
from wtspec.document.split_formula import split_by_colon, split_by_comma, split_by_comment
from wtspec.errors import Report, Span

_PROPERTY = r"([&!][^\s,\[\]{}]*)(?:\s|#[^\n]*)*"
"""An anchor or a tag before a node, with the space and comments after it."""

_STYLES: dict[str | None, Style] = {'"': "quoted", "'": "quoted", "|": "literal", ">": "folded"}


def compose(text: YamlInput, report: Report | None = None) -> Node:
    """The tree of a text; an empty text is null.

    Args:
        text: One YAML document.
        report: Takes the faults that leave a tree, so that the rest of it can be checked.

    Raises:
        SpecError: What stopped the parser; without a report, all that is wrong with it as YAML.
    """
    faults = report or Report()
    events = read_events(text)
    if not events:
        return Scalar(None, "", text.span((0, text.shift), (0, text.shift)))
    tree = _Composer(text, events, faults).tree()
    if report is None:
        faults.check()
    return tree


class _Composer:
    """Walks the events once; their depth was limited when they were read.

    A block collection ends where the last node in it does, whose span is kept for that.
    """

    def __init__(self, text: YamlInput, events: list[TreeEvent], report: Report) -> None:
        self._text = text
        self._events = iter(events)
        self._report = report
        self._anchors: dict[str, Node] = {}
        self._last = text.span((0, 0))
        self._has_properties = "&" in text.text or "!" in text.text
        self._with_comment = {n for n, line in enumerate(text.source.lines, 1) if "#" in line}

    def tree(self) -> Node:
        return self._node(next(self._events), flow=False)

    def _node(self, event: TreeEvent, *, flow: bool) -> Node:
        if isinstance(event, ScalarEvent):
            node = self._scalar(event, flow=flow)
        elif isinstance(event, MappingStartEvent):
            node = self._mapping(event)
        elif isinstance(event, SequenceStartEvent):
            node = self._sequence(event)
        else:
            self._last = self._text.between(event.start_mark, event.end_mark)
            return self._anchors[cast("AliasEvent", event).anchor]
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _scalar(self, event: ScalarEvent, *, flow: bool) -> Scalar:
        style = _STYLES.get(event.style, "plain")
        if self._has_properties or style in ("literal", "folded"):
            span = self._scalar_span(event)
        else:
            span = self._text.between(event.start_mark, event.end_mark)
        self._last = span
        text: str = event.value
        if style != "plain":
            return Scalar(text, text, span, style, flow)
        try:
            value = resolve(text)
        except OverflowError as error:
            value = self._too_large(text, span, str(error))
        scalar = Scalar(value, text, span, style, flow)
        if not flow and span.end_line in self._with_comment:
            fault = split_by_comment(scalar)
            if fault is not None:
                self._report.add(fault)
        return scalar

    def _too_large(self, text: str, span: Span, expected: str) -> int:
        self._report.error(
            "number-too-large",
            "the number is too large",
            span,
            expected=expected,
            received=text if len(text) <= 60 else f"{len(text):,} characters",
        )
        return 0

    def _sequence(self, event: CollectionStartEvent) -> Sequence:
        start = self._collection_start(event)
        flow: bool = event.flow_style
        items: list[Node] = []
        events = self._events
        while not isinstance(part := next(events), CollectionEndEvent):
            items.append(self._node(part, flow=flow))
        span = self._collection_span(start, part, flow=flow)
        if flow and (fault := split_by_comma([(item,) for item in items])):
            self._report.add(fault)
        return Sequence(tuple(items), span, flow)

    def _mapping(self, event: CollectionStartEvent) -> Mapping:
        start = self._collection_start(event)
        flow: bool = event.flow_style
        pairs: list[tuple[Node, Node]] = []
        events = self._events
        while not isinstance(part := next(events), CollectionEndEvent):
            key = self._node(part, flow=flow)
            pairs.append((key, self._node(next(events), flow=flow)))
        span = self._collection_span(start, part, flow=flow)
        fault = split_by_comma(pairs) if flow else None
        if fault := fault or split_by_colon([key for key, _ in pairs], flow=flow):
            self._report.add(fault)
            return Mapping({}, span, flow)
        return Mapping(build_entries(pairs, self._report), span, flow)

    def _collection_start(self, event: CollectionStartEvent) -> Point:
        """Where a collection begins: its bracket, its first key or its first dash."""
        start, end = event.start_mark.index, event.end_mark.index
        self._skip_properties(start)
        line, column = self._text.point(event.end_mark)
        opened = end > start and self._text.text[end - 1] in "[{-"
        return (line, column - 1 if opened else column)

    def _collection_span(self, start: Point, end: CollectionEndEvent, *, flow: bool) -> Span:
        """To its bracket, or the end of its last node."""
        first, behind = end.start_mark, end.end_mark
        if flow and self._text.text[first.index : behind.index] in ("]", "}"):
            self._last = self._text.between(first, behind)
        last = self._last
        return Span(last.source, start[0] + 1, start[1] + 1, last.end_line, last.end_column)

    def _scalar_span(self, event: ScalarEvent) -> Span:
        """From the first character past anchor and tag to the last one that is not blank."""
        text, start, end = self._text, event.start_mark, event.end_mark
        first, last = text.point(start), text.point(end)
        if text.text[start.index : start.index + 1] in ("&", "!"):
            first = text.point_at(min(self._skip_properties(start.index), end.index))
        if event.style in ("|", ">"):
            *above, below = text.text[start.index : end.index].rstrip().split("\n")
            line, column = text.point(start)
            last = (line + len(above), len(below) if above else column + len(below))
        return text.span(first, last)

    def _skip_properties(self, index: int) -> int:
        """The place after an anchor; a tag is an error."""
        if self._text.text[index : index + 1] not in ("&", "!"):
            return index
        while match := re.compile(_PROPERTY).match(self._text.text, index):
            if match[1].startswith("!"):
                self._note_tag(match[1], index)
            index = match.end()
        return index

    def _note_tag(self, tag: str, start: int) -> None:
        self._report.error(
            "tag",
            f"`{tag}` is a YAML tag",
            self._text.span(self._text.point_at(start), self._text.point_at(start + len(tag))),
            expected="data without tags: a spec never names Python types",
            help=f'remove the tag, or put text that begins with `!` into quotes: `"{tag}"`',
        )
