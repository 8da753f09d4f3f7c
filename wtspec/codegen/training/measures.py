"""Prints losses and metrics, and the functions that formulas among them become."""

from __future__ import annotations

from dataclasses import dataclass, field

from wtspec.catalog import Component
from wtspec.codegen.brought import brought
from wtspec.codegen.formulas.components import print_use
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Lines, placed
from wtspec.codegen.naming import ModuleNames, unique
from wtspec.errors import Source
from wtspec.language import Expression
from wtspec.language.print import quote
from wtspec.program.declared import Use
from wtspec.program.training import Measure
from wtspec.resolve.metric_names import reported_name


@dataclass(slots=True)
class Measures:
    """Prints measures, and keeps what their formulas become.

    Attributes:
        taken: Names that a function can't have.
        functions: Of the formulas that were met.
        by_row: Whether a metric was met that is a function.
    """

    printer: Printer
    module: ModuleNames
    main: Source
    taken: set[str]
    functions: Lines = field(default_factory=list)
    by_row: bool = False

    @property
    def definitions(self) -> Lines:
        """What the measures need on the module's top level."""
        return [*self.functions, *(brought("metrics", "RowMetric") if self.by_row else [])]

    def loss(self, measure: Measure) -> str:
        """A loss as `compile` takes it."""
        value = measure.value
        return print_use(self.printer, value) if isinstance(value, Use) else self._function(measure)

    def metric(self, measure: Measure) -> str:
        """A metric as `compile` takes it, reported under the name that the file gives it."""
        value, name = measure.value, quote(reported_name(measure))
        if not isinstance(value, Use):
            self.by_row = True
            return f"RowMetric({self._function(measure)}, name={name})"
        if measure.name is None and value.alias:
            return quote(value.alias)  # Keras reports it as it is written
        made = print_use(self.printer, value)
        if measure.name is None and not _counts(value.component):
            return made
        return f"{made[:-1]}{'' if made.endswith('()') else ', '}name={name})"

    def _function(self, measure: Measure) -> str:
        value = measure.value
        return self.module.functions[value] if isinstance(value, str) else self._define(measure)

    def _define(self, measure: Measure) -> str:
        name = unique(measure.name or "measure", self.taken)
        self.taken.add(name)
        value = measure.value
        assert isinstance(value, Expression)  # noqa: S101 - the other kinds have names
        body = placed(f"return {self.printer.print(value)}", value.span, self.main)
        self.functions += ["", "", f"def {name}(y_true, y_pred):", f"    {body}"]
        return name


def _counts(component: Component | str) -> bool:
    """Whether Keras names the second metric of a class in a process `auc_1`."""
    named = None if isinstance(component, str) else component.parameter("name")
    return named is not None and named.default is None
