"""Checks an optimizer's arguments against each other."""

from __future__ import annotations

from wtspec.catalog import exclusive
from wtspec.errors import Related, Span
from wtspec.language import tree as t
from wtspec.program.declared import Use
from wtspec.resolve.context import Context


def check_optimizer(context: Context, optimizer: Use, clip_norm: Span | None) -> None:
    """Notes `exclusive-arguments`: two ways of clipping where Keras takes one.

    Args:
        context: Takes the fault.
        optimizer: What updates weights, perhaps inside of what scales the loss.
        clip_norm: Where `train` clips all gradients together, if it does.
    """
    given = {name: value for name, value in optimizer.arguments if not t.is_none(value)}
    inner = given.get("inner_optimizer")
    if isinstance(inner, Use):
        check_optimizer(context, inner, clip_norm)
        return
    for group in exclusive("optimizer"):
        names = [name for name in group if name in given]
        if len(names) + (clip_norm is not None) > 1 and names:
            _report(context, optimizer, names, clip_norm)


def _report(context: Context, optimizer: Use, names: list[str], clip_norm: Span | None) -> None:
    shown = [f"`{name}`" for name in (*names, *(("clip_norm",) if clip_norm else ()))]
    context.report.error(
        "exclusive-arguments",
        f"`{optimizer.name}` clips gradients in one way, not by {' and '.join(shown)}",
        clip_norm or optimizer.span,
        expected=f"one of {', '.join(shown)}",
        help=f"remove {shown[-1]}",
        related=(Related("the optimizer", optimizer.span),) if clip_norm is not None else (),
    )
