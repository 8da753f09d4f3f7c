"""What the outputs of a model say, as the losses that it is trained by tell."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.answers.constants import constant
from wtspec.program.answers.entropies import entropy
from wtspec.program.bound import Reference
from wtspec.program.declared import Use
from wtspec.program.program import Program
from wtspec.program.training import Measure
from wtspec.program.walk import expressions, in_statements

Kind = Literal["classes", "yes or no", "values"]
_OF_VALUES = frozenset(
    {
        *("MeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError"),
        *("MeanSquaredLogarithmicError", "Huber", "LogCosh", "Poisson"),
    }
)
"""The losses that compare values on one scale."""


class Answer(Struct, frozen=True):
    """What an output says.

    Attributes:
        kind: `classes`: an entry for each class along the last axis, of which one is right;
            `yes or no`: each entry for itself; `values`: on the scale of the targets.
        from_logits: Whether its probabilities are yet to be made of it.
    """

    kind: Kind
    from_logits: bool = False


def answer(program: Program, output: str) -> Answer | None:
    """What an output says; None where its loss does not tell.

    Args:
        program: With the losses.
        output: Its name, `""` where it has none.
    """
    losses = dict(program.training.each_loss) if program.training is not None else {}
    measure = losses.get(output, losses.get(""))
    if measure is None:
        return None
    found = entropy(measure, program)
    if found is None:
        return Answer("values") if compares_values(measure, program) else None
    if found.from_logits is None or _goes_along_another_axis(measure, program):
        return None
    return Answer("yes or no" if found.labels == "binary" else "classes", found.from_logits)


def compares_values(measure: Measure, program: Program) -> bool:
    """Whether a loss compares outputs with targets as values of one scale.

    A formula does that looks at nothing but `y_true - y_pred`.
    """
    value = measure.value
    if isinstance(value, Use):
        return value.name in _OF_VALUES
    if isinstance(value, Expression):
        return _looks_at_difference(expressions(value), "y_true", "y_pred")
    function = next((one for one in program.functions if one.name == value), None)
    if function is None or len(function.parameters) < 2:
        return False
    (target, _), (output, _) = function.parameters[:2]
    return _looks_at_difference(in_statements(function.body.statements), target, output)


def _looks_at_difference(nodes: list[Expression], target: str, output: str) -> bool:
    uses = sum(isinstance(one, Reference) and one.name == output for one in nodes)
    differences = sum(
        isinstance(one, t.Binary)
        and one.operator == "-"
        and {_name(one.left), _name(one.right)} == {target, output}
        for one in nodes
    )
    return 0 < uses == differences


def _name(node: Expression) -> str | None:
    return node.name if isinstance(node, Reference) else None


def _goes_along_another_axis(measure: Measure, program: Program) -> bool:
    given = dict(measure.value.arguments) if isinstance(measure.value, Use) else {}
    axis = given.get("axis")
    return isinstance(axis, Expression) and constant(axis, program.params) != -1
