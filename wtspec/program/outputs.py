"""The outputs of a model, as its body returns them."""

from __future__ import annotations

from wtspec.language import tree as t
from wtspec.program.declared import Layer


def output_names(model: Layer) -> tuple[str, ...]:
    """The names of a model's outputs; none where it returns one tensor, or several without names."""
    last = model.body.statements[-1]
    if isinstance(last, t.Return) and isinstance(last.value, t.Dict):
        return tuple(name for name, _ in last.value.items)
    return ()
