"""Prints the `add_weight` of each declared weight."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeGuard

from wtspec.codegen.displays import call
from wtspec.codegen.formulas.components import print_value
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Lines, define, indented, placed
from wtspec.codegen.naming import variable
from wtspec.errors import Source
from wtspec.errors.visible import visible
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.print import quote
from wtspec.program.bound import Operation, Reference, Spread
from wtspec.program.declared import Items, Layer, Table, Use, Value, Weight
from wtspec.program.dtypes import is_discrete
from wtspec.program.trains import trains
from wtspec.program.walk import expressions, values_in
from wtspec.program.weight_fields import fields_going, is_said


def print_weight(printer: Printer, layer: Layer, weight: Weight, main: Source) -> Lines:
    """The statements that make a weight, in `build`."""
    lines = _helpers(printer, weight, main)
    target = printer.attributes[weight.name]
    made = f"{target} = {call('self.add_weight', *_arguments(printer, layer, weight))}"
    lines += [f"# {visible(weight.doc)}"] if weight.doc else []
    lines.append(placed(made, weight.span, main))
    for field in fields_going("attribute"):
        if is_said(weight, field):
            lines.append(f"{target}.{field} = {_text(printer, getattr(weight, field))}")
    if weight.when is None:
        return lines
    test = f"if {printer.print(weight.when)}:"
    return [test, *indented(lines), "else:", f"    {target} = None"]


def _arguments(printer: Printer, layer: Layer, weight: Weight) -> list[str]:
    texts = {field: _argument(printer, layer, weight, field) for field in fields_going("argument")}
    given = [f"{field}={text}" for field, text in texts.items() if text is not None]
    return [f"name={quote(weight.name)}", *given]


def _argument(printer: Printer, layer: Layer, weight: Weight, field: str) -> str | None:
    """What is given, or None where Keras's default is meant."""
    match field:
        case "shape":
            return _shape(printer, weight)
        case "initializer":
            return _initializer(printer, layer, weight)
        case "regularizer" | "constraint":
            return _of_itself(printer, weight, field)
        case "trainable" | "autocast":
            value = is_cast(weight) if field == "autocast" else _is_updated(weight)
            return None if value is True else _text(printer, value)
        case _:
            said = is_said(weight, field)
            return _text(printer, getattr(weight, field)) if said else None


def _shape(printer: Printer, weight: Weight) -> str:
    first = weight.shape[0] if len(weight.shape) == 1 else None
    if isinstance(first, Spread):
        return printer.print(first.items)
    return printer.print(t.Tuple(weight.shape, span=weight.span))


def _text(printer: Printer, value: str | float | Expression) -> str:
    if isinstance(value, str):
        return quote(value)
    return printer.print(value) if isinstance(value, Expression) else repr(value)


def _is_updated(weight: Weight) -> bool | Expression:
    """Whether the optimizer updates a weight."""
    return weight.trainable if isinstance(weight.trainable, Expression) else trains(weight)


def is_cast(weight: Weight) -> bool | Expression:
    """Whether use casts a weight: Keras casts all, the language those that train without dtype."""
    if weight.autocast is not None:
        return weight.autocast
    if isinstance(weight.trainable, Expression):
        return weight.trainable if weight.dtype is None else False
    return trains(weight) and weight.dtype is None


def _initializer(printer: Printer, layer: Layer, weight: Weight) -> str:
    value = weight.initializer
    if t.is_none(value):
        return quote("zeros")  # until a file fills it
    if isinstance(value, t.Value) and isinstance(value.value, int | float):
        return _constant(weight, value.value)
    if isinstance(value, Reference) and value.role == "param":
        return _param(printer, layer, value)
    if isinstance(value, Use | Items | Table):
        return print_value(printer, value)
    return f"initialize_{weight.name}"


def _constant(weight: Weight, value: float) -> str:
    discrete = isinstance(weight.dtype, str) and is_discrete(weight.dtype)
    if not isinstance(value, bool) and (value == 0 or (value == 1 and not discrete)):
        return quote("zeros" if value == 0 else "ones")
    return f"keras.initializers.Constant({value!r})"


def _param(printer: Printer, layer: Layer, value: Reference) -> str:
    """An initializer given as an argument."""
    text = printer.print(value)
    return f"keras.initializers.Constant({text})" if _numeric(layer.param(value.name)) else text


def shared_initializers(layer: Layer) -> frozenset[str]:
    """The params that are initializers and serve in several places, or for repeated sublayers."""
    used = [one for weight in layer.weights for one in values_in(weight.initializer)]
    for sublayer in layer.sublayers:
        used += values_in(sublayer.layer) * (1 if sublayer.repeat is None else 2)
    names = [one.name for one in used if isinstance(one, Reference) and one.role == "param"]
    typed = {param.name for param in layer.params if param.type == "initializer"}
    return frozenset(name for name in typed if names.count(name) > 1)


def _numeric(param: object) -> bool:
    return getattr(param, "type", None) in ("int", "float")


def _of_itself(printer: Printer, weight: Weight, field: str) -> str | None:
    value: Value | None = getattr(weight, field)
    if value is None:
        return None
    if isinstance(value, Use | Items | Table):
        return print_value(printer, value)
    if _is_param(value):
        return printer.print(value)
    return f"{'regularize' if field == 'regularizer' else 'constrain'}_{weight.name}"


def _helpers(printer: Printer, weight: Weight, main: Source) -> Lines:
    """Functions for the formulas among a weight's arguments."""
    lines: Lines = []
    value = weight.initializer
    if _is_formula(value) and not _is_param(value):
        lines += _initialize(printer, weight, value, main)
    for field, verb in (("regularizer", "regularize"), ("constraint", "constrain")):
        formula: Value | None = getattr(weight, field)
        if _is_formula(formula) and not _is_param(formula):
            own = variable(weight.name)
            inner = replace(printer, names={**printer.names, weight.name: own})
            body = placed(f"return {inner.print(formula)}", formula.span, main)
            lines += [*define(f"{verb}_{weight.name}", [own], [body]), ""]
    return lines


def _is_param(value: Expression) -> bool:
    return isinstance(value, Reference) and value.role == "param"


def _initialize(printer: Printer, weight: Weight, value: Expression, main: Source) -> Lines:
    """Keras neither casts nor checks what a callable gives, so this does."""
    seed = f"{weight.name}_seed"
    inner = replace(printer, seed=seed)
    draws = any(
        isinstance(node, Operation) and node.function.name.startswith("random.")
        for node in expressions(value)
    )
    lines = [f"{seed} = keras.random.SeedGenerator()", ""] if draws else []
    cast = inner.call("ops.cast", inner.print(value), "dtype")
    text = f"return {inner.call('ops.broadcast_to', cast, 'shape')}"
    body = [placed(text, value.span, main)]
    return [*lines, *define(f"initialize_{weight.name}", ["shape", "dtype=None"], body), ""]


def _is_formula(value: Value | None) -> TypeGuard[Expression]:
    if value is None or isinstance(value, Use | Items | Table):
        return False
    return not (isinstance(value, t.Value) and isinstance(value.value, int | float | None))
