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


def is_unread(layer: Layer) -> bool:
    """Whether a layer's body has faults that leave nothing of it."""
    values = returned(layer.body.statements)
    nothing = all(t.is_none(one) for one in values)
    return nothing or bool(layer.incomplete & {"call", "sequential"})


def known_outputs(model: Layer | None) -> tuple[str, ...] | None:
    """The names of a model's outputs as `output_names` gives them; None where it is at fault."""
    if model is not None and model.sequential:
        return ()
    return None if model is None or is_unread(model) else output_names(model)


def output_names(model: Layer) -> tuple[str, ...]:
    """The names of a model's outputs; none where it returns tensors without names."""
    for value in returned(model.body.statements):
        if isinstance(value, t.Dict):
            return tuple(name for name, _ in value.items)
    return ()
