"""Prints losses and metrics, and the functions that formulas among them become."""

from __future__ import annotations

from dataclasses import dataclass, field

from wtspec.catalog import Component
from wtspec.codegen.formulas.components import print_use
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Lines, placed
from wtspec.codegen.naming import ModuleNames, unique
from wtspec.errors import Source
from wtspec.language import Expression
from wtspec.language.print import quote
from wtspec.program.declared import Measure, Use
from wtspec.resolve.metric_names import reported_name

ROW_METRIC = '''

class RowMetric(keras.metrics.MeanMetricWrapper):
    """The mean of a function whose targets and outputs have one rank, as in Keras's losses."""

    def update_state(self, y_true, y_pred, sample_weight=None):
        rank = len(y_pred.shape)
        if len(y_true.shape) == rank - 1 and y_pred.shape[-1] == 1:
            if rank == 2:
                y_true = ops.expand_dims(y_true, -1)
            else:
                y_pred = ops.squeeze(y_pred, -1)
        elif len(y_true.shape) == rank + 1 and y_true.shape[-1] == 1:
            if rank == 1:
                y_pred = ops.expand_dims(y_pred, -1)
            else:
                y_true = ops.squeeze(y_true, -1)
        return super().update_state(y_true, y_pred, sample_weight)
'''


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
        return [*self.functions, *(ROW_METRIC.rstrip().split("\n") if self.by_row else [])]

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
