"""From a span back to the keys and list positions that lead to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wtspec.document.node import Mapping, Node, Scalar, Sequence, Step
from wtspec.errors import Span


def steps_to(node: Node, span: Span) -> tuple[Step, ...] | None:
    """The way to the innermost value round a span; None where the span is elsewhere."""
    for step, key, value in _children(node):
        if key is not None and _holds(key.span, span):
            return (step,)
        inner = steps_to(value, span)
        if inner is not None:
            return (step, *inner)
    if not _holds(node.span, span):
        return None
    repeated = isinstance(node, Mapping) and span.text in node.entries
    return (span.text,) if repeated else ()


def key_path(steps: Iterable[Step]) -> str:
    """Steps as users write them: `layers.Linear.weights.kernel.shape[0]`."""
    return "".join(map(_step, steps)).removeprefix(".")


def _step(step: Step) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f'."{step}"' if "." in step else f".{step}"


def _children(node: Node) -> Iterator[tuple[Step, Scalar | None, Node]]:
    if isinstance(node, Mapping):
        for name, entry in node.entries.items():
            yield name, entry.key, entry.value
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield index, None, item


def _holds(outer: Span, inner: Span) -> bool:
    ends = (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    return outer.source is inner.source and outer.start <= inner.start and ends
