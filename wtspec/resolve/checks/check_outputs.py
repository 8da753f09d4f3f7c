"""Checks that targets are given to a model's outputs as the model returns them."""

from __future__ import annotations

from wtspec.errors import Related
from wtspec.language import tree as t
from wtspec.program.declared import Layer
from wtspec.program.outputs import is_unread, output_names, returned
from wtspec.program.training import Prepared
from wtspec.resolve.context import Context


def check_outputs(context: Context, data: Prepared, model: Layer) -> None:
    """Notes `target-outputs`: names on one side alone, or several outputs without any."""
    if data.targets is None or is_unread(model):
        return
    names, several = output_names(model), _are_several(model)
    given = tuple(name for name, _ in data.targets) if isinstance(data.targets, tuple) else ()
    if several:
        message, help = "targets can't tell outputs without names apart", _named(model)
        expected = "a model that returns its outputs by name"
    elif names and not given and len(names) > 1:
        message, help = "nothing says which of the model's outputs this is the target of", None
        expected = f"a mapping with the keys {', '.join(f'`{name}`' for name in names)}"
    elif given and not names:
        message, help = "the targets have names, but the model's output has none", None
        expected = "one formula, or a model that returns its outputs by name"
    else:
        return
    context.report.error(
        "target-outputs",
        message,
        context.file.key_span("data", "targets"),
        expected=expected,
        help=help,
        related=(Related("the model", model.span),),
    )


def _are_several(model: Layer) -> bool:
    return any(isinstance(value, t.Tuple) for value in returned(model.body.statements))


def _named(model: Layer) -> str | None:
    value = next(one for one in returned(model.body.statements) if isinstance(one, t.Tuple))
    items = ", ".join(f'"{letter}": …' for letter, _ in zip("abcdefgh", value.items, strict=False))
    return f"write `return {{{items}}}`"
