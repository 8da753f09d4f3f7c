"""Weights, inputs, params and sublayers that nothing uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Literal

from wtspec.document import Mapping, Node, Sequence
from wtspec.errors import Span
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.lints.prose import prose
from wtspec.lints.subject import Subject, owner, warn
from wtspec.program.bound import Reference
from wtspec.program.declared import Input, Layer, Param, Pattern, Sublayer, Weight, Wrapped
from wtspec.program.walk import expressions, static_formulas, values_in

SECTIONS = ("params", "model", "data", "train", "runtime")
"""Where the file's params are seen."""

What = Literal["weight", "input", "sublayer", "param"]

CODES: dict[What, tuple[str, str]] = {
    "weight": ("unused-weight", "use it in `call`, or remove it"),
    "input": ("unused-input", "use it in `call`, or remove it here and where it is given"),
    "sublayer": ("unused-sublayer", "let what `call` returns depend on it, or remove it"),
    "param": ("unused-param", "use it, or remove it here and where it is given"),
}
"""The code for each, and the repair."""


def lint_unused(subject: Subject) -> None:
    """`unused-weight`, `unused-input`, `unused-sublayer`, `unused-param`."""
    for layer in subject.layers:
        used, static = subject.flows.layer(layer).used, _static(layer)
        _check(subject, layer, "weight", layer.weights, used | subject.members)
        _check(subject, layer, "input", layer.inputs, used | _measured(layer, static))
        _check(subject, layer, "sublayer", (*layer.sublayers, *layer.wraps), used)
        if layer.params and not layer.is_model:
            _check(subject, layer, "param", layer.params, static | _in_patterns(layer))
    if subject.program.model is not None and subject.program.params:
        _check_file_params(subject)


def _check(
    subject: Subject,
    layer: Layer,
    what: What,
    declared: Iterable[Weight | Input | Sublayer | Wrapped | Param],
    used: AbstractSet[str],
) -> None:
    for one in declared:
        if one.name not in used:
            _tell(subject, what, f"`{one.name}` of {owner(layer)}", one.span)


def _tell(subject: Subject, what: What, name: str, span: Span) -> None:
    code, repair = CODES[what]
    warn(subject, code, f"the {what} {name} is never used", span, help=repair)


def _measured(layer: Layer, static: set[str]) -> set[str]:
    """The inputs whose shapes give a size that is used."""
    return {dim.source for dim in layer.dims if dim.name in static}


def _static(layer: Layer) -> set[str]:
    """The names in a layer's formulas."""
    parts = [part for value in static_formulas(layer) for part in values_in(value)]
    return {one.name for one in parts if isinstance(one, Reference)} | layer.facts.reads


def _in_patterns(layer: Layer) -> set[str]:
    returns = layer.returns or ()
    several = (returns,) if isinstance(returns, Pattern) else [pattern for _, pattern in returns]
    patterns = (*(one.pattern for one in (*layer.inputs, *layer.wraps)), *several)
    return {name for pattern in patterns for name in _named(pattern.entries)}


def _named(entries: Iterable[Expression]) -> Iterator[str]:
    for entry in entries:
        yield from (one.id for one in expressions(entry) if isinstance(one, t.Name))


def _check_file_params(subject: Subject) -> None:
    """A file's params are settled before its formulas are bound, so its text is looked through.

    A param of a base file may serve other files that extend it.
    """
    document, unread = subject.spec.document, prose(subject.spec)
    sections = [node for name in SECTIONS if (node := document.find(name)) is not None]
    texts = [text for node in sections for text in _texts(node, unread)]
    words = set(re.findall(r"[A-Za-z_]\w*", "\n".join(texts)))
    for name in subject.program.params:
        span = document.key_span("params", name)
        if name not in words and span.source is document.source:
            _tell(subject, "param", f"`{name}` of the file", span)


def _texts(node: Node, unread: AbstractSet[Node]) -> Iterator[str]:
    """The texts in which a formula may stand."""
    if isinstance(node, Mapping):
        for entry in node.entries.values():
            yield from _texts(entry.value, unread)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _texts(item, unread)
    elif isinstance(node.value, str) and node not in unread:
        yield node.text
