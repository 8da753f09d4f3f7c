"""Weights, inputs, params and sublayers that nothing uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Literal

from wtspec.document import Mapping, Node, Scalar
from wtspec.errors import Span
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.declared import Input, Layer, Param, Pattern, Sublayer, Weight, Wrapped
from wtspec.program.lints.subject import Subject, owner, warn
from wtspec.program.walk import expressions, values_in

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
        used = subject.flows.layer(layer).used
        _check(subject, layer, "weight", layer.weights, used | subject.members)
        _check(subject, layer, "input", layer.inputs, used | _measured(layer))
        _check(subject, layer, "sublayer", (*layer.sublayers, *layer.wraps), used)
        if layer.params and not layer.is_model:
            _check(subject, layer, "param", layer.params, _static(layer) | _in_patterns(layer))
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


def _measured(layer: Layer) -> set[str]:
    """The inputs whose shapes give a size that is used."""
    named = _static(layer) if layer.dims else set[str]()
    return {dim.source for dim in layer.dims if dim.name in named}


def _static(layer: Layer) -> set[str]:
    """The names in a layer's formulas: its body, weights, sublayers, states and defaults."""
    found = {one.name for one in _formulas(layer) if isinstance(one, Reference)}
    return found | layer.facts.reads


def _formulas(layer: Layer) -> Iterator[Expression]:
    """Those that the facts of a layer leave out."""
    for weight in layer.weights:
        for value in (weight.initializer, weight.regularizer, weight.constraint):
            yield from values_in(value) if value is not None else ()
    for param in layer.params:
        yield from values_in(param.default) if param.default is not None else ()
    for state in layer.states:
        for size in state.shape:
            yield from expressions(size)


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
    document = subject.document
    sections = [node for name in SECTIONS if (node := document.find(name)) is not None]
    words = {word for node in sections for text in _texts(node) for word in _words(text)}
    for name in subject.program.params:
        span = document.key_span("params", name)
        if name not in words and span.source is document.source:
            _tell(subject, "param", f"`{name}` of the file", span)


def _texts(node: Node) -> Iterator[str]:
    """The texts in which a formula may stand."""
    if isinstance(node, Scalar):
        if isinstance(node.value, str):
            yield node.text
    elif isinstance(node, Mapping):
        for key, entry in node.entries.items():
            if key != "doc":
                yield from _texts(entry.value)
    else:
        for item in node.items:
            yield from _texts(item)


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z_]\w*", text)
