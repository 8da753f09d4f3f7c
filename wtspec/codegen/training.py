"""Prints `compile_model` and `make_callbacks`: the train section as Keras takes it."""

from __future__ import annotations

from dataclasses import dataclass

from wtspec.codegen.components import print_use
from wtspec.codegen.expressions import Printer
from wtspec.codegen.lines import Lines, indented, placed
from wtspec.codegen.naming import RESERVED, TOP_LEVEL, ModuleNames, unique
from wtspec.codegen.optimizer import print_optimizer
from wtspec.errors import Source
from wtspec.language import Expression
from wtspec.language.print import quote
from wtspec.program.bound import Reference
from wtspec.program.declared import Measure, Program, Training, Use
from wtspec.program.training import SETTINGS
from wtspec.program.walk import values_in


@dataclass(slots=True)
class _Measures:
    """The functions of formula losses and metrics, as they are met."""

    printer: Printer
    module: ModuleNames
    main: Source
    functions: Lines
    taken: set[str]

    def print(self, measure: Measure, *, logged: bool = False) -> str:
        """A measure as `compile` takes it; what is logged bears the name that the file gives it."""
        value = measure.value
        if isinstance(value, Use):
            return self._component(value)
        function = self.module.functions[value] if isinstance(value, str) else self._define(measure)
        if not logged or function == measure.name == function.lower():
            return function  # Keras logs a function's name in snake_case
        return f"keras.metrics.MeanMetricWrapper({function}, name={quote(measure.name or '')})"

    def _define(self, measure: Measure) -> str:
        name = unique(measure.name or "measure", self.taken)
        self.taken.add(name)
        value = measure.value
        assert isinstance(value, Expression)  # noqa: S101 - the other kinds have names
        body = placed(f"return {self.printer.print(value)}", value.span, self.main)
        self.functions += ["", "", f"def {name}(y_true, y_pred):", f"    {body}"]
        return name

    def _component(self, use: Use) -> str:
        """A metric that is named without arguments is logged under the name as written."""
        component = use.component
        if not isinstance(component, str) and component.kind == "metric" and use.alias:
            return quote(use.alias)
        return print_use(self.printer, use)


def print_training(program: Program, module: ModuleNames, main: Source) -> Lines:
    """The functions that compile the model and make its callbacks."""
    training = program.training
    if training is None or program.model is None:
        return []
    printer = Printer("function", module, settings=program.params)
    taken = {*RESERVED, *TOP_LEVEL, *module.functions.values(), *module.classes.values()}
    measures = _Measures(printer, module, main, [], taken)
    optimizer = print_optimizer(printer, program)
    arguments = [f"optimizer={optimizer.text}"]
    arguments += [f"loss={_loss(measures, training)}"] if training.loss is not None else []
    if training.loss_weights:
        arguments.append(f"loss_weights={_loss_weights(printer, training)}")
    arguments += [f"metrics={_metrics(measures, training)}"] if training.metrics else []
    settings = compile_settings(training)
    parameters = ["model", *(["*", *settings] if settings else [])]
    return [
        *measures.functions,
        *optimizer.definitions,
        "",
        "",
        f"def compile_model({', '.join(parameters)}):",
        '    """Gives the model its optimizer, losses and metrics."""',
        *indented([*optimizer.statements, f"model.compile({', '.join(arguments)})"]),
        *_callbacks(printer, training),
    ]


def compile_settings(training: Training) -> tuple[str, ...]:
    """What `compile_model` must be told: `total_steps` and the like, where a schedule uses it."""
    values: list[Expression] = values_in(training.optimizer)
    for measure in _all_measures(training):
        if isinstance(measure.value, Use):
            values += values_in(measure.value)
    values += [value for _, value in training.loss_weights]
    values += values_in(training.clip_norm) if training.clip_norm is not None else []
    read = {one.name for one in values if isinstance(one, Reference)}
    return tuple(name for name in SETTINGS if name in read)


def _all_measures(training: Training) -> list[Measure]:
    loss = training.loss
    found = [one for _, one in loss] if isinstance(loss, tuple) else [loss] if loss else []
    for one in training.metrics:
        found += [one] if isinstance(one, Measure) else list(one[1])
    return found


def _loss(measures: _Measures, training: Training) -> str:
    loss = training.loss
    if isinstance(loss, Measure):
        return measures.print(loss)
    pairs = [f"{quote(name)}: {measures.print(one)}" for name, one in loss or ()]
    return f"{{{', '.join(pairs)}}}"


def _loss_weights(printer: Printer, training: Training) -> str:
    """Keras wants a weight for every loss; one that is not given is 1."""
    given = {name: printer.print(value) for name, value in training.loss_weights}
    loss = training.loss
    losses = [name for name, _ in loss] if isinstance(loss, tuple) else list(given)
    return f"{{{', '.join(f'{quote(name)}: {given.get(name, 1.0)}' for name in losses)}}}"


def _metrics(measures: _Measures, training: Training) -> str:
    if all(isinstance(one, Measure) for one in training.metrics):
        several = [
            measures.print(one, logged=True) for one in training.metrics if isinstance(one, Measure)
        ]
        return f"[{', '.join(several)}]"
    pairs = [
        f"{quote(one[0])}: [{', '.join(measures.print(each, logged=True) for each in one[1])}]"
        for one in training.metrics
        if not isinstance(one, Measure)
    ]
    return f"{{{', '.join(pairs)}}}"


def _callbacks(printer: Printer, training: Training) -> Lines:
    if not training.callbacks:
        return []
    made = [f"    {print_use(printer, use)}," for use in training.callbacks]
    return [
        "",
        "",
        "def make_callbacks():",
        '    """What watches the training."""',
        *indented(["return [", *made, "]"]),
    ]
