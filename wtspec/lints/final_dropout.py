"""Dropout of what the model gives."""

from __future__ import annotations

from wtspec.errors import Related
from wtspec.lints.forms import KEEPING, SQUASHING
from wtspec.lints.names import names
from wtspec.lints.outputs import Output
from wtspec.lints.steps import Step
from wtspec.lints.subject import Subject, warn

DROPOUTS = names(
    """
    Dropout AlphaDropout GaussianDropout SpatialDropout1D SpatialDropout2D SpatialDropout3D
    random.dropout
    """
)


def lint_final_dropout(subject: Subject) -> None:
    """`final-dropout`."""
    for output in subject.outputs:
        found = _dropout(output)
        if output.loss is not None and found is not None:
            warn(
                subject,
                "final-dropout",
                f"`{found.name}` drops parts of the model's output, and so of what the loss sees",
                found.span,
                help="put it before the last layer that has weights",
                related=(Related("the loss", output.loss.span),),
            )


def _dropout(output: Output) -> Step | None:
    """The dropout behind the last layer."""
    for step in output.steps:
        if step.name in DROPOUTS:
            return step
        if step.name not in KEEPING and step.name not in SQUASHING:
            return None
    return None
