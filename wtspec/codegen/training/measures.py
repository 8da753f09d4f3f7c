"""Prints losses and metrics, and the functions that formulas among them become."""

from __future__ import annotations

from dataclasses import dataclass, field

from wtspec.catalog import Component
from wtspec.codegen.formulas.components import arguments_of, class_of, print_use
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Lines, define, placed
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
    """

    printer: Printer
    module: ModuleNames
    main: Source
    taken: set[str]
    functions: Lines = field(default_factory=list)

    def loss(self, measure: Measure) -> str:
        """A loss as `compile` takes it."""
        value = measure.value
        return print_use(self.printer, value) if isinstance(value, Use) else self._function(measure)

    def metric(self, measure: Measure) -> str:
        """A metric as `compile` takes it, reported under the name that the file gives it."""
        value, name = measure.value, quote(reported_name(measure))
        if not isinstance(value, Use):
            return self.printer.call("RowMetric", self._function(measure), f"name={name}")
        if measure.name is None and value.alias:
            return quote(value.alias)  # Keras reports it as it is written
        if measure.name is None and not _counts(value.component):
            return print_use(self.printer, value)
        arguments = [*arguments_of(self.printer, value), f"name={name}"]
        return self.printer.call(class_of(value), *arguments)

    def _function(self, measure: Measure) -> str:
        value = measure.value
        return self.module.functions[value] if isinstance(value, str) else self._define(measure)

    def _define(self, measure: Measure) -> str:
        name = unique(measure.name or "measure", self.taken)
        self.taken.add(name)
        value = measure.value
        assert isinstance(value, Expression)  # noqa: S101 - the other kinds have names
        body = placed(f"return {self.printer.print(value)}", value.span, self.main)
        self.functions += define(name, ("y_true", "y_pred"), [body])
        return name


def _counts(component: Component | str) -> bool:
    """Whether Keras names the second metric of a class in a process `auc_1`."""
    named = None if isinstance(component, str) else component.parameter("name")
    return named is not None and named.default is None
