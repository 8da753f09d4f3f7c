"""Prints how a script compiles and fits its model, and what it leaves."""

from __future__ import annotations

from wtspec.codegen.displays import call, list_of
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Lines
from wtspec.codegen.training.class_weight import print_class_weight
from wtspec.codegen.training.compiling import compile_settings
from wtspec.codegen.training.sources import prepared
from wtspec.language.print import quote
from wtspec.program.program import Program
from wtspec.program.training import Training


def print_compile(printer: Printer, program: Program, training: Training) -> Lines:
    """The statements that compile the model."""
    settings = program.settings
    size = repr(settings.batch_size * training.accumulate)
    count = printer.call("batch_count", "len(parts['train'])", size, repr(settings.drop_remainder))
    total = f"{training.epochs} * steps_per_epoch" if training.epochs else repr(training.steps)
    known = {
        "steps_per_epoch": "steps_per_epoch",
        "train_rows": "len(parts['train'])",
        "batch_size": repr(settings.batch_size),
        "total_steps": total,
    }
    needed = compile_settings(training)
    given = [f"{name}={known[name]}" for name in needed]
    used = "steps_per_epoch" in needed or "total_steps" in needed or training.steps is not None
    lines = [f"steps_per_epoch = {count}"] if used else []
    return [*lines, call("compile_model", "model", *given)]


def print_fit(printer: Printer, program: Program, training: Training) -> Lines:
    """The statements that fit it. Validation follows each epoch, over all of its rows."""
    settings = program.settings
    order = [f"seed={settings.seed}", f"shuffle={settings.shuffle}"]
    order += ["drop_remainder=True"] if settings.drop_remainder else []
    size = f"batch_size={settings.batch_size * training.accumulate}"
    lines, classes = print_class_weight(printer, program, training)
    if _weighs_twice(program):
        weighed = printer.call("weigh_classes", "targets", "weights", classes)
        lines.append(f"weights = {weighed}")
    batches = printer.call(_batches(program), "inputs", "targets", "weights", size, *order)
    lines.append(f"batches = {batches}")
    arguments = ["batches", "shuffle=False", "verbose=2"]
    callbacks = ["*make_callbacks()"] if training.callbacks else []
    if training.epochs is not None:
        arguments.append(f"epochs={training.epochs}")
    else:
        arguments.append(f"epochs=-(-{training.steps} // steps_per_epoch)")
        callbacks.append(printer.call("StopAfter", repr(training.steps)))
    if "validation" in program.sources or settings.validation:
        lines.append(_held_out(printer, program, "validation"))
        arguments.append("validation_data=validation")
    if callbacks:
        arguments.append(f"callbacks={list_of(callbacks)}")
    if training.class_weight and not _weighs_twice(program):
        arguments.append(f"class_weight={classes}")
    return [*lines, call("model.fit", *arguments)]


def print_report(printer: Printer, program: Program) -> Lines:
    """The statements that evaluate the model, and write its variables to a file."""
    lines: Lines = []
    if "test" in program.sources or program.settings.test:
        lines.append(_held_out(printer, program, "test"))
        lines.append('print("test", model.evaluate(test, verbose=0, return_dict=True))')
    save = "save_weights" if program.settings.processes is None else "save_whole_weights"
    return [*lines, printer.call(save, "model", quote(program.name + ".npz"))]


def _batches(program: Program) -> str:
    return "Batches" if program.settings.processes is None else "OwnBatches"


def _weighs_twice(program: Program) -> bool:
    """Whether both rows and classes have weights; Keras's `fit` takes but one of the two."""
    data, training = program.data, program.training
    weighs_rows = data is not None and data.weights is not None
    return weighs_rows and training is not None and bool(training.class_weight)


def _held_out(printer: Printer, program: Program, part: str) -> str:
    size = f"batch_size={program.settings.batch_size}"
    rows = f"*{prepared(printer, program, part)}"
    return f"{part} = {printer.call(_batches(program), rows, size, 'shuffle=False')}"
