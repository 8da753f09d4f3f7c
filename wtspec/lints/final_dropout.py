"""Dropout of what the model gives."""

from __future__ import annotations

from wtspec.catalog import has
from wtspec.errors import Related
from wtspec.lints.forms import keeps_form
from wtspec.lints.outputs import Output
from wtspec.lints.steps import OutputStep
from wtspec.lints.subject import Subject, warn


def lint_final_dropout(subject: Subject) -> None:
    """`final-dropout`."""
    for output in subject.outputs:
        dropout = _dropout(output)
        if output.loss is not None and dropout is not None:
            warn(
                subject,
                "final-dropout",
                f"`{dropout.name}` drops parts of the model's output, and so of what the loss sees",
                dropout.span,
                help="put it before the last layer that has weights",
                related=(Related("the loss", output.loss.span),),
            )


def _dropout(output: Output) -> OutputStep | None:
    """The dropout behind the last layer."""
    for step in output.steps:
        if has(step.name, "drops"):
            return step
        if not keeps_form(step) and not has(step.name, "probabilities"):
            return None
    return None
