"""What bodies return, and the outputs of a model."""

from __future__ import annotations

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.declared import Layer


def returned(statements: tuple[t.Statement, ...]) -> list[Expression]:
    """Everything that a body may return: one value, or one for each branch of a last `if`."""
    last = statements[-1] if statements else None
    if isinstance(last, t.Return):
        return [last.value]
    return [value for block in t.blocks(last) for value in returned(block)] if last else []


def output_names(model: Layer) -> tuple[str, ...]:
    """The names of a model's outputs; none where it returns tensors without names."""
    for value in returned(model.body.statements):
        if isinstance(value, t.Dict):
            return tuple(name for name, _ in value.items)
    return ()
