"""Prints the optimizer, and what makes it heed the settings of each weight."""

from __future__ import annotations

from dataclasses import dataclass

from wtspec.codegen.brought import fill
from wtspec.codegen.displays import call
from wtspec.codegen.formulas.components import arguments_of, class_of, print_value
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Code, Lines
from wtspec.program.declared import Use, Weight
from wtspec.program.program import Program
from wtspec.program.weight_fields import fields_going, is_said


@dataclass(frozen=True, slots=True)
class Optimizer:
    """An optimizer as source.

    Attributes:
        definition: Of the class that scales learning rates, if a weight asks for that.
        statements: What has to be done before the model is compiled.
        text: The optimizer, to compile with.
    """

    definition: Code
    statements: Lines
    text: str


def print_optimizer(printer: Printer, program: Program) -> Optimizer:
    """The optimizer of a program that trains."""
    training = program.training
    assert training is not None  # noqa: S101 - this prints trainings
    weights = [weight for layer in program.with_model for weight in layer.weights]
    groups = training.groups
    use = _updating(training.optimizer)
    scales = any(one.lr_scale is not None for one in groups) or any(map(_scales, weights))
    class_ = printer.use(class_of(use))
    name = "ScaledOptimizer" if scales else class_
    clips: list[str] = []
    if training.clip_norm is not None:
        clips = [f"global_clipnorm={printer.print(training.clip_norm)}"]
    text = _print(printer, training.optimizer, use, name, clips)
    definition = fill("ScaledOptimizer", {"Optimizer": class_}) if scales else Code([])
    if not any(one.weight_decay is False for one in (*groups, *weights)):
        return Optimizer(definition, [], text)
    inner = "optimizer" if use is training.optimizer else "optimizer.inner_optimizer"
    spare = printer.call("exclude_undecayed", inner, "model")
    return Optimizer(definition, [f"optimizer = {text}", spare], "optimizer")


def scales_weights(program: Program) -> bool:
    """Whether any weight has settings of its own for the optimizer, said where it is declared."""
    weights = (weight for layer in program.with_model for weight in layer.weights)
    own = fields_going("attribute")
    return any(is_said(weight, field) for weight in weights for field in own)


def _scales(weight: Weight) -> bool:
    return is_said(weight, "lr_scale")


def _updating(use: Use) -> Use:
    """The optimizer that updates weights: what a loss scale is put round."""
    for _, value in use.arguments if use.name == "LossScaleOptimizer" else ():
        if isinstance(value, Use):
            return _updating(value)
    return use


def _print(printer: Printer, use: Use, updating: Use, name: str, clips: list[str]) -> str:
    """The call that makes it; the updating one's class has a name, and clips all gradients."""
    if use is updating:
        return call(name, *arguments_of(printer, use), *clips)
    arguments = [
        f"{key}={_print(printer, value, updating, name, clips)}"
        if isinstance(value, Use)
        else f"{key}={print_value(printer, value)}"
        for key, value in use.arguments
    ]
    return printer.call(class_of(use), *arguments)
