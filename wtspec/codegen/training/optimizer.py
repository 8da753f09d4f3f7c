"""Prints the optimizer, and what makes it heed the settings of each weight."""

from __future__ import annotations

from dataclasses import dataclass

from wtspec.codegen.formulas.components import print_use, print_value
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Lines
from wtspec.language import Expression
from wtspec.program.declared import Use, Weight
from wtspec.program.program import Program

UNDECAYED = [
    "undecayed = [",
    "    variable",
    "    for variable in model.trainable_variables",
    '    if not getattr(variable, "weight_decay", True)',
    "]",
]


@dataclass(frozen=True, slots=True)
class Optimizer:
    """An optimizer as source.

    Attributes:
        definitions: Of the class that scales learning rates, if a weight asks for that.
        statements: What has to be done before the model is compiled.
        text: The optimizer, to compile with.
    """

    definitions: Lines
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
    name = "ScaledOptimizer" if scales else _class(use)
    text = _print(printer, training.optimizer, use, name, training.clip_norm)
    definitions = _scaled(use) if scales else []
    if not any(one.weight_decay is False for one in (*groups, *weights)):
        return Optimizer(definitions, [], text)
    inner = "optimizer" if use is training.optimizer else "optimizer.inner_optimizer"
    spare = [*UNDECAYED, f"{inner}.exclude_from_weight_decay(undecayed)"]
    return Optimizer(definitions, [f"optimizer = {text}", *spare], "optimizer")


def scales_weights(program: Program) -> bool:
    """Whether any weight has settings of its own for the optimizer, said where it is declared."""
    weights = (weight for layer in program.with_model for weight in layer.weights)
    return any(_scales(weight) or not weight.weight_decay for weight in weights)


def _scales(weight: Weight) -> bool:
    return isinstance(weight.lr_scale, Expression) or weight.lr_scale != 1


def _updating(use: Use) -> Use:
    """The optimizer that updates weights: what a loss scale is put round."""
    for _, value in use.arguments if use.name == "LossScaleOptimizer" else ():
        if isinstance(value, Use):
            return _updating(value)
    return use


def _print(
    printer: Printer, use: Use, updating: Use, name: str, clip_norm: Expression | None
) -> str:
    """The call that makes it; the updating one's class has a name, and clips all gradients."""
    if use is not updating:
        arguments = [
            f"{key}={_print(printer, value, updating, name, clip_norm)}"
            if isinstance(value, Use)
            else f"{key}={print_value(printer, value)}"
            for key, value in use.arguments
        ]
        return f"{_class(use)}({', '.join(arguments)})"
    text = f"{name}{print_use(printer, use).removeprefix(_class(use))}"
    if clip_norm is None:
        return text
    clip = f"global_clipnorm={printer.print(clip_norm)}"
    return f"{text[:-1]}{', ' if not text.endswith('()') else ''}{clip})"


def _class(use: Use) -> str:
    assert not isinstance(use.component, str)  # noqa: S101 - optimizers are Keras's
    return use.component.python


def _scaled(use: Use) -> Lines:
    """Weight decay goes by the learning rate too; Keras applies it before the update."""
    scale = 'getattr(variable, "lr_scale", 1.0)'
    return [
        "",
        "",
        f"class ScaledOptimizer({_class(use)}):",
        '    """Multiplies the learning rate by the `lr_scale` of a weight that has one."""',
        "",
        "    def update_step(self, gradient, variable, learning_rate):",
        f"        scale = {scale}",
        "        super().update_step(gradient, variable, learning_rate * scale)",
        "",
        "    def _apply_weight_decay(self, variables):",
        "        for variable in variables:",
        "            before = variable.value",
        "            super()._apply_weight_decay([variable])",
        '            if hasattr(variable, "lr_scale"):',
        "                step = variable.value - before",
        "                variable.assign(before + variable.lr_scale * step)",
    ]
