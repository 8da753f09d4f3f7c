"""Cross-entropies that take the model's output for what it is not."""

from __future__ import annotations

from wtspec.errors import Related
from wtspec.lints.forms import form, single_unit, softmax
from wtspec.lints.outputs import Output
from wtspec.lints.subject import Subject, warn
from wtspec.program.answers.entropies import entropy
from wtspec.program.training import Measure


def lint_cross_entropy(subject: Subject) -> None:
    """`single-class`, `logits-as-probabilities`, `probabilities-as-logits`."""
    for output in subject.outputs:
        if output.loss is not None and not _check_units(subject, output, output.loss):
            for measure in (output.loss, *output.metrics):
                _check_form(subject, output, measure)


def _check_units(subject: Subject, output: Output, loss: Measure) -> bool:
    """Whether one number stands where classes are expected, which was reported."""
    one = single_unit(output.steps)
    if one is None:
        return False
    criterion = entropy(loss, subject.program)
    squashed = softmax(output.steps)
    if squashed is not None:
        message = "a softmax over one unit is always 1"
        help = "write `sigmoid` for two classes, or give the layer a unit for each class"
    elif criterion is not None and criterion.labels != "binary":
        message = f"`{criterion.name}` expects a unit for each class, but the model gives one unit"
        help = "give the layer a unit for each class, or take `BinaryCrossentropy` for two classes"
    else:
        return False
    related = (Related("the loss", loss.span),)
    warn(subject, "single-class", message, one.span, help=help, related=related)
    return True


def _check_form(subject: Subject, output: Output, measure: Measure) -> None:
    criterion, made = entropy(measure, subject.program), form(output.steps)
    if criterion is None or made is None or criterion.from_logits is None:
        return
    kind, step = made
    if kind == "logits" and not criterion.from_logits:
        activation = "sigmoid" if criterion.labels == "binary" else "softmax"
        warn(
            subject,
            "logits-as-probabilities",
            f"`{criterion.name}` expects probabilities, but the model gives logits",
            criterion.span,
            help=f"write {criterion.repair}, or end the model with `{activation}`",
            related=(Related("any number comes from here", step.span),),
        )
    if kind == "probabilities" and criterion.from_logits:
        warn(
            subject,
            "probabilities-as-logits",
            f"`{criterion.name}` expects logits, but the model gives probabilities",
            criterion.span,
            help="leave out `from_logits`, or what makes the output probabilities",
            related=(Related("probabilities come from here", step.span),),
        )
