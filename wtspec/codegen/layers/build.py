"""Prints `build`."""

from __future__ import annotations

from dataclasses import replace

from wtspec.codegen.formulas.components import print_value
from wtspec.codegen.formulas.expressions import INPUT_SHAPE, Printer
from wtspec.codegen.layers.build_calls import print_builds
from wtspec.codegen.layers.given_shapes import Shapes, shapes_of_build
from wtspec.codegen.layers.requires import print_late
from wtspec.codegen.layers.shapes import bind_dims_in_build, sizing_dims
from wtspec.codegen.layers.sublayers import build_chain, freeze_sublayers, print_sublayer
from wtspec.codegen.layers.trace import build_by_trace
from wtspec.codegen.layers.weights import print_weight
from wtspec.codegen.lines import Lines, define
from wtspec.errors import Source
from wtspec.language.print import quote
from wtspec.program.declared import Layer
from wtspec.shapes.build_arguments import is_built_late
from wtspec.shapes.infer import Inferred


def print_build(printer: Printer, layer: Layer, main: Source, inferred: Inferred) -> Lines:
    """The method; nothing where Keras's own will do."""
    inner = replace(printer, needs=set[str]())
    shapes = shapes_of_build(layer)
    lines = bind_dims_in_build(inner, layer, shapes)
    for param in layer.params:
        if param.settled == "build" and param.default is not None:
            target = inner.attributes[param.name]
            value = print_value(inner, param.default)
            lines += [f"if {target} is None:", f"    {target} = {value}"]
    lines += print_late(inner, layer, sizing_dims(layer))
    for weight in layer.weights:
        lines += print_weight(inner, layer, weight, main)
    for sublayer in layer.sublayers:
        if sublayer.settled == "build":
            lines += print_sublayer(inner, sublayer, main)
    lines += _reported(layer)
    lines += _build_wrapped(inner, layer)
    known = print_builds(inner, layer, inferred)
    lines += known or []
    if known is None or (not lines and any(is_built_late(one.layer) for one in layer.sublayers)):
        lines += _build_sublayers(inner, layer, shapes, inferred)
    lines += freeze_sublayers(inner, layer)
    printer.needs.update(inner.needs)
    if not lines:
        return []
    arguments = [one.declared for one in shapes.arguments]
    if INPUT_SHAPE not in inner.needs and shapes.takes_whole:
        arguments = [f"{INPUT_SHAPE}=None"]  # as of `Embedding`
    return define("build", ["self", *arguments], lines)


def _build_sublayers(printer: Printer, layer: Layer, shapes: Shapes, inferred: Inferred) -> Lines:
    if layer.sequential:
        return build_chain(printer, layer, printer.first_shape())
    return build_by_trace(printer, layer, shapes, inferred)


def _reported(layer: Layer) -> Lines:
    """Scalars that `add_metric` leaves for the model to average."""
    if not layer.facts.metrics:
        return []
    made = [
        f"self.reported[{quote(name)}] = self.add_weight("
        f'name={quote(f"({name})")}, shape=(), initializer="zeros", '
        f"trainable=False, autocast=False)"
        for name in layer.facts.metrics
    ]
    return ["self.reported = {}", *made]


def _build_wrapped(inner: Printer, layer: Layer) -> Lines:
    lines: Lines = []
    for wrap in layer.wraps:
        target = inner.attributes[wrap.name]
        lines += [f"if not {target}.built:", f"    {target}.build({inner.first_shape()})"]
    return lines
