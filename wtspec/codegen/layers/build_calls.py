"""Prints the `build` of each sublayer, where inference knows all their shapes."""

from __future__ import annotations

from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.formulas.sizes import ShapePrinter
from wtspec.codegen.layers.shapes import dims_in_build, sizing_dims
from wtspec.codegen.lines import Lines, indented
from wtspec.codegen.naming import dim_variable, unique, variable
from wtspec.program.declared import Layer, Sublayer
from wtspec.shapes.algebra.shape import Shape
from wtspec.shapes.build_arguments import looks_at_last_axis
from wtspec.shapes.infer import Build, Inferred


def print_builds(printer: Printer, layer: Layer, inferred: Inferred) -> Lines | None:
    """The statements that build the sublayers; None where a shape is not known."""
    if layer.sequential or inferred.builds is None:
        return None
    local = {
        dim.name: dim_variable(dim.name)
        for dim in layer.dims
        if dim.name in dims_in_build(layer)
        and (dim.source in printer.shapes or any(wrap.name == dim.source for wrap in layer.wraps))
    }
    shapes = ShapePrinter(printer, inferred.inputs, local, frozenset(sizing_dims(layer)))
    sublayers = {one.name: one for one in layer.sublayers}
    lines: Lines = []
    for name, build in inferred.builds.items():
        statement = _build(shapes, sublayers[name], build)
        if statement is None:
            return None
        lines += statement
    return lines


def _build(shapes: ShapePrinter, sublayer: Sublayer, build: Build) -> Lines | None:
    printed = [
        shapes.print(shape, _needed(sublayer, shape)) if shape is not None else "None"
        for shape in build.shapes
    ]
    if None in printed:
        return None
    arguments = ", ".join(text for text in printed if text is not None)
    target = shapes.printer.attributes[sublayer.name]
    lines = [f"{target}.build({arguments})"]
    if sublayer.repeat is not None and not sublayer.scan:
        taken = {*shapes.bound.values(), "input_shape", *shapes.printer.shapes.values()}
        one = unique(variable(sublayer.name.removesuffix("s") or "layer"), taken)
        lines = _each(one, target, arguments, unique("shape", taken), running=build.running)
    return lines if sublayer.when is None else [f"if {target} is not None:", *indented(lines)]


def _each(one: str, target: str, first: str, shape: str, *, running: bool) -> Lines:
    if not running:
        return [f"for {one} in {target}:", f"    {one}.build({first})"]
    return [
        f"{shape} = {first}",
        f"for {one} in {target}:",
        f"    {one}.build({shape})",
        f"    {shape} = {one}.compute_output_shape({shape})",
    ]


def _needed(sublayer: Sublayer, shape: Shape) -> frozenset[int] | None:
    """The axes that a sublayer's weights are sized by; None where that may be any."""
    last = looks_at_last_axis(sublayer.layer)
    if last is None:
        return frozenset()
    return frozenset((len(shape) - 1,)) if last else None
