"""Prints `call`."""

from __future__ import annotations

from dataclasses import replace

from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.formulas.statements import BodyPrinter
from wtspec.codegen.layers.input_dtypes import casts_states, print_casts
from wtspec.codegen.layers.masks import in_call
from wtspec.codegen.layers.methods import Argument, print_method
from wtspec.codegen.layers.shapes import bind_dims_in_call
from wtspec.codegen.layers.weights import is_cast
from wtspec.codegen.lines import Lines
from wtspec.codegen.naming import input_argument, unique, variable
from wtspec.errors import Source
from wtspec.language import Body, Expression, assigned_names
from wtspec.language import tree as t
from wtspec.language.print import quote
from wtspec.program.declared import Layer
from wtspec.program.walk import expressions, in_blocks, in_statements


def print_call(printer: Printer, layer: Layer, main: Source) -> Lines:
    """The method, and what it settles before its body."""
    if layer.is_model:
        cast = frozenset(one.name for one in layer.weights if is_cast(one) is True)
        printer = replace(printer, casts=cast)
    arguments, opening = _dict_input(layer) if _takes_dict(layer) else (_arguments(layer), [])
    if layer.facts.uses_training and not layer.is_model and _assigns(layer.body):
        opening.append("training = training and self.trainable  # else its statistics stand still")
    given = unique("states", [one.local for one in arguments])
    read = layer.facts.reads
    names = [f"{'' if one.name in read else '_'}{variable(one.name)}" for one in layer.states]
    if names:  # Keras gives them behind what is required
        required = sum(one.default is None for one in arguments)
        arguments.insert(required, Argument(given, given))
        single = f"{given}[0] if keras.tree.is_nested({given}) else {given}"
        opening.append(f"{', '.join(names)} = {single if len(names) == 1 else given}")
    settled = in_call(printer, layer, _taken(layer), main)
    nodes = in_statements(layer.body.statements)
    if settled is not None and settled.opening and isinstance(layer.mask, Expression):
        nodes += expressions(layer.mask)
    opening += bind_dims_in_call(printer, layer, nodes)
    if settled is not None:
        arguments += [Argument(one, variable(one), "None") for one in settled.parameters]
        opening += settled.opening
    opening += print_casts(printer, layer)
    if layer.facts.uses_training or layer.is_model:
        arguments.append(Argument("training", "training", "False"))
    body = BodyPrinter(
        printer,
        main,
        states=given if names else None,
        casts_states=casts_states(layer),
        taken=_taken(layer),
        wrap=settled.wrap if settled is not None else None,
    )
    return print_method("call", [*opening, *body.body(layer.body)], arguments, "_compute")


def _takes_dict(layer: Layer) -> bool:
    return layer.is_model and len(layer.inputs) > 1


def _arguments(layer: Layer) -> list[Argument]:
    return [
        Argument(input_argument(one.name), variable(one.name), "None" if one.optional else None)
        for one in layer.inputs
    ]


def _dict_input(layer: Layer) -> tuple[list[Argument], Lines]:
    """The one argument of a model with several inputs, and what takes it apart."""
    opening: Lines = []
    for one in sorted(layer.inputs, key=lambda one: one.name == "inputs"):
        key = quote(one.name)
        value = f"inputs.get({key})" if one.optional else f"inputs[{key}]"
        if one.name in layer.facts.reads:
            opening.append(f"{variable(one.name)} = {value}")
    return [Argument("inputs", "inputs")], opening


def _taken(layer: Layer) -> frozenset[str]:
    declared = {one.name for one in (*layer.inputs, *layer.states, *layer.dims)}
    return frozenset(declared | assigned_names(layer.body))


def _assigns(body: Body) -> bool:
    """Whether a body sets weights."""
    calls = (one.call.function for one in in_blocks(body.statements) if isinstance(one, t.Do))
    return any(isinstance(one, t.Name) and one.id == "assign" for one in calls)
