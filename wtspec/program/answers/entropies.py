"""Cross-entropies, as losses and metrics, in components and in formulas."""

from __future__ import annotations

from msgspec import Struct

from wtspec.catalog import facts, function
from wtspec.catalog.facts import Labels
from wtspec.errors import Span
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Operation, Reference
from wtspec.program.declared import Use, Value
from wtspec.program.program import Program
from wtspec.program.training import Measure
from wtspec.program.walk import expressions, in_statements


class Entropy(Struct, frozen=True):
    """A cross-entropy of what the model gives.

    Attributes:
        name: That of the class or function.
        labels: How it wants the targets: as zeros and ones, one-hot vectors, or class numbers.
        from_logits: What it takes the model's output for; None where that is not known.
    """

    name: str
    labels: Labels
    from_logits: bool | None
    span: Span

    @property
    def repair(self) -> str:
        """How the file would say that it takes logits."""
        if function(self.name) is not None:
            return f"`{self.name}(…, from_logits=true)`"
        return f"`{{{self.name}: {{from_logits: true}}}}`"


def entropy(measure: Measure | None, program: Program) -> Entropy | None:
    """The cross-entropy that a loss or metric computes straight from the model's output."""
    if measure is None:
        return None
    if isinstance(measure.value, Use):
        return _of_class(measure.value, program)
    return _of_formula(measure.value, program)


def _of_class(use: Use, program: Program) -> Entropy | None:
    labels = facts(use.name).labels
    given = dict(use.arguments).get("from_logits")
    return Entropy(use.name, labels, _truth(given, program), use.span) if labels else None


def _of_formula(value: Expression | str, program: Program) -> Entropy | None:
    if isinstance(value, str):
        function = next(one for one in program.functions if one.name == value)
        output, nodes = function.parameters[1][0], in_statements(function.body.statements)
    else:
        output, nodes = "y_pred", expressions(value)
    for node in nodes:
        labels = facts(node.function.name).labels if isinstance(node, Operation) else None
        if isinstance(node, Operation) and labels is not None:
            given = dict(zip(("target", "output", "from_logits"), node.arguments, strict=False))
            given |= {keyword.name: keyword.value for keyword in node.keywords}
            measured = given.get("output")
            if isinstance(measured, Reference) and measured.name == output:
                name = node.function.name
                takes = _truth(given.get("from_logits"), program)
                return Entropy(name, labels, takes, node.span)
    return None


def _truth(given: Value | None, program: Program) -> bool | None:
    """What `from_logits` is; false where it is not given."""
    if given is None:
        return False
    value = given.value if isinstance(given, t.Value) else None
    if isinstance(given, Reference):
        value = program.params.get(given.name)
    return value if isinstance(value, bool) else None
