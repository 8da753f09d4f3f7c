"""YAML's events, counted against the limits before any tree is built.

The composers of libyaml and PyYAML call themselves for each level of nesting and expand no
limit on aliases; the streams of events do neither.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    NodeEvent,
    ScalarEvent,
)

from wtspec.document.input import YamlInput
from wtspec.errors import Diagnostic, Span, SpecError

TreeEvent = NodeEvent | CollectionEndEvent

MAX_NODES = 100_000
MAX_DEPTH = 64

_BETWEEN = 1_000 - MAX_DEPTH
"""Levels from ours to libyaml's own limit, since 0.2.6."""


def read_events(text: YamlInput) -> list[TreeEvent]:
    """The events of a text's one document, those of its nodes alone.

    Raises:
        SpecError: `yaml-syntax`, `split-formula`, `several-documents`, `too-many-nodes`,
            `nesting-too-deep`, `unknown-alias`, `recursive-alias`.
    """
    events: list[TreeEvent] = []
    census = _Census(text)
    documents = 0
    try:
        next_event = _parser(text.text)
        while (event := next_event()) is not None:
            is_scalar = isinstance(event, ScalarEvent)
            if is_scalar and event.anchor is None and census.nodes < MAX_NODES:
                census.nodes += 1  # it can't break a limit, as most events can't
                events.append(event)
            elif isinstance(event, (NodeEvent, CollectionEndEvent)):
                census.count(event)
                events.append(event)
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                _check_one_document(documents, event, text)
    except yaml.MarkedYAMLError as error:
        from wtspec.document.syntax.explain import explain_syntax

        if "maximum nesting depth" in str(error.problem):
            raise SpecError(_too_deep(_span_before(error, text))) from error
        raise SpecError(explain_syntax(error, text)) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise SpecError(Diagnostic("yaml-syntax", f"this is not YAML: {error}")) from error
    return events


def _parser(text: str) -> Callable[[], Event | None]:
    """Gives one event at a call, from libyaml where PyYAML was built with it."""
    try:
        from yaml._yaml import CParser
    except ImportError:
        return cast("Callable[[], Event | None]", yaml.SafeLoader(text).get_event)
    return CParser(text).get_event


def _check_one_document(documents: int, event: DocumentStartEvent, text: YamlInput) -> None:
    if documents > 1:
        raise SpecError(
            Diagnostic(
                "several-documents",
                "a second YAML document begins here",
                text.span(text.point(event.start_mark), text.point(event.end_mark)),
                expected="one document in a file",
                help="remove the `---`, or put what follows into a file of its own",
            )
        )


def _too_deep(span: Span) -> Diagnostic:
    message = f"nesting is deeper than {MAX_DEPTH} levels, aliases expanded"
    return Diagnostic("nesting-too-deep", message, span)


def _span_before(error: yaml.MarkedYAMLError, text: YamlInput) -> Span:
    """Where our limit was passed, before that of a newer libyaml, which stops at the bracket."""
    end = error.problem_mark.index if error.problem_mark else 0
    brackets = [at for at in range(end + 1) if text.text[at : at + 1] in ("[", "{")]
    return text.span(
        text.point_at(brackets[max(0, len(brackets) - 1 - _BETWEEN)] if brackets else end)
    )


class _Extent:
    """How much a node holds, with its aliases expanded; while it is open, what stood before it."""

    __slots__ = ("anchor", "depth", "nodes")

    def __init__(self, anchor: str | None, nodes: int, depth: int = 0) -> None:
        self.anchor = anchor
        self.nodes = nodes
        self.depth = depth


class _Census:
    """Counts nodes and levels as the events go by."""

    def __init__(self, text: YamlInput) -> None:
        self._text = text
        self._open: list[_Extent | None] = []  # an extent within what an alias may repeat
        self._anchored: dict[str, _Extent] = {}
        self.nodes = 0

    def count(self, event: TreeEvent) -> None:
        """Counts an event.

        Raises:
            SpecError: A limit is exceeded, or an alias names nothing.
        """
        if isinstance(event, CollectionEndEvent):
            closed = self._open.pop()
            if closed is not None:
                held, self.nodes = self.nodes - closed.nodes, closed.nodes
                self._add(_Extent(closed.anchor, held, closed.depth + 1), event)
        elif isinstance(event, CollectionStartEvent):
            around = self._open[-1] if self._open else None
            is_counted = event.anchor is not None or around is not None
            self._open.append(_Extent(event.anchor, self.nodes) if is_counted else None)
            self.nodes += 1
            self._check(event, len(self._open))
        elif isinstance(event, AliasEvent):
            self._add(self._target(event), event)
        else:
            self._add(_Extent(event.anchor, 1), event)

    def _add(self, extent: _Extent, event: Event) -> None:
        self.nodes += extent.nodes
        if extent.anchor is not None:
            self._anchored[extent.anchor] = extent
        around = self._open[-1] if self._open else None
        if around is not None:
            around.depth = max(around.depth, extent.depth)
        self._check(event, len(self._open) + extent.depth)

    def _target(self, event: AliasEvent) -> _Extent:
        name = str(event.anchor)
        if any(extent is not None and extent.anchor == name for extent in self._open):
            message = f"`*{name}` stands inside what it names"
            help = "remove it, or put the anchor at the part that is meant"
            raise SpecError(Diagnostic("recursive-alias", message, self._span(event), help=help))
        if name not in self._anchored:
            raise SpecError(self._unknown(name, event))
        return self._anchored[name]

    def _unknown(self, name: str, event: AliasEvent) -> Diagnostic:
        from wtspec.document.split_formula import quote_from

        line, column = self._text.point(event.start_mark)
        before = self._text.line(line)[:column]
        flow = "{" in before or "[" in before
        quoted = quote_from(self._text.line(line), column, flow=flow) or f'"*{name}"'
        return Diagnostic(
            "unknown-alias",
            f"`*{name}` names no anchor above it",
            self._span(event),
            expected=f"an anchor `&{name}` before this line",
            help=f"for text or a formula, write `{quoted}`",
        )

    def _check(self, event: Event, depth: int) -> None:
        if self.nodes > MAX_NODES:
            message = f"the file has more than {MAX_NODES:,} nodes, aliases expanded"
            raise SpecError(Diagnostic("too-many-nodes", message, self._span(event)))
        if depth > MAX_DEPTH:
            raise SpecError(_too_deep(self._span(event)))

    def _span(self, event: Event) -> Span:
        return self._text.span(self._text.point(event.start_mark), self._text.point(event.end_mark))
