"""Prints `compile_model` and `make_callbacks`: the train section as Keras takes it."""

from __future__ import annotations

from wtspec.codegen.displays import call, dict_of, list_of
from wtspec.codegen.formulas.components import print_use
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Code, Lines, define
from wtspec.codegen.naming import RESERVED, TOP_LEVEL, ModuleNames
from wtspec.codegen.training.measures import Measures
from wtspec.codegen.training.optimizer import print_optimizer
from wtspec.errors import Source
from wtspec.language import Expression
from wtspec.program.bound import Reference
from wtspec.program.declared import Use
from wtspec.program.program import Program
from wtspec.program.training import Measure, Training
from wtspec.program.walk import values_in
from wtspec.resolve.measures import SETTINGS


def print_training(program: Program, module: ModuleNames, main: Source) -> Code:
    """The functions that compile the model and make its callbacks."""
    training = program.training
    if training is None or program.model is None:
        return Code([])
    printer = Printer("function", module, settings=program.params)
    taken = {*RESERVED, *TOP_LEVEL, *module.functions.values(), *module.classes.values()}
    measures = Measures(printer, module, main, taken)
    optimizer = print_optimizer(printer, program)
    arguments = [f"optimizer={optimizer.text}"]
    arguments += [f"loss={_loss(measures, training)}"] if training.loss is not None else []
    if training.loss_weights:
        arguments.append(f"loss_weights={_loss_weights(printer, training)}")
    if training.metrics:
        key = "metrics" if _rows_are_alike(program) else "weighted_metrics"
        arguments.append(f"{key}={_metrics(measures, training)}")
    settings = compile_settings(training)
    parameters = ["model", *(["*", *settings] if settings else [])]
    body = [*optimizer.statements, call("model.compile", *arguments)]
    doc = "Gives the model its optimizer, losses and metrics."
    compiled = define("compile_model", parameters, body, doc) + _callbacks(printer, training)
    return Code(measures.functions) + optimizer.definition + printer.code(compiled)


def _rows_are_alike(program: Program) -> bool:
    return program.data is None or program.data.weights is None


def compile_settings(training: Training) -> tuple[str, ...]:
    """What `compile_model` must be told: `total_steps` and the like, where a schedule uses it."""
    values: list[Expression] = values_in(training.optimizer)
    for _, measure in (*training.each_loss, *training.each_metric):
        if isinstance(measure.value, Use):
            values += values_in(measure.value)
    values += [value for _, value in training.loss_weights]
    values += values_in(training.clip_norm) if training.clip_norm is not None else []
    read = {one.name for one in values if isinstance(one, Reference)}
    return tuple(name for name in SETTINGS if name in read)


def _loss(measures: Measures, training: Training) -> str:
    loss = training.loss
    if isinstance(loss, Measure):
        return measures.loss(loss)
    return dict_of((name, measures.loss(one)) for name, one in loss or ())


def _loss_weights(printer: Printer, training: Training) -> str:
    """Keras wants a weight for every loss; one that is not given is 1."""
    given = {name: printer.print(value) for name, value in training.loss_weights}
    loss = training.loss
    losses = [name for name, _ in loss] if isinstance(loss, tuple) else list(given)
    return dict_of((name, given.get(name, "1.0")) for name in losses)


def _metrics(measures: Measures, training: Training) -> str:
    if all(isinstance(one, Measure) for one in training.metrics):
        return list_of(measures.metric(one) for one in training.metrics if isinstance(one, Measure))
    return dict_of(
        (one[0], list_of(measures.metric(each) for each in one[1]))
        for one in training.metrics
        if not isinstance(one, Measure)
    )


def _callbacks(printer: Printer, training: Training) -> Lines:
    if not training.callbacks:
        return []
    made = [f"    {print_use(printer, use)}," for use in training.callbacks]
    body = ["return [", *made, "]"]
    return define("make_callbacks", (), body, "What watches the training.")
