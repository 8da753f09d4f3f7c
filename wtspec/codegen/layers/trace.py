"""Prints traces of a layer's call, from which its sublayers and Keras learn shapes."""

from __future__ import annotations

from wtspec.codegen.displays import dict_of, list_of, tuple_of
from wtspec.codegen.formulas.expressions import INPUT_SHAPE, Printer
from wtspec.codegen.formulas.sizes import ShapePrinter
from wtspec.codegen.layers.given_shapes import Shapes
from wtspec.codegen.lines import Lines
from wtspec.codegen.naming import input_argument
from wtspec.language.print import quote
from wtspec.program.declared import Input, Layer, State
from wtspec.shapes.infer import Inferred


def build_by_trace(printer: Printer, layer: Layer, shapes: Shapes, inferred: Inferred) -> Lines:
    """The statements that build every sublayer for the shape that it is given, once all are made.

    Optional inputs are given in the trace where `build` is given their shapes.
    """
    if not layer.sublayers:
        return []
    arguments = traced_arguments(printer, layer, shapes, inferred)
    trace = printer.call("trace_call", "self", arguments)
    why = "# One trace of the call builds each sublayer for the shape that it is given."
    lines = [why, "self.built = True", trace]
    if "training" in layer.facts.reads:
        lines.append(printer.call("trace_call", "self", arguments, "training=True"))
    return lines


def traced_arguments(printer: Printer, layer: Layer, shapes: Shapes, inferred: Inferred) -> str:
    """Symbolic tensors in the place of a layer's inputs, as arguments of its `call`."""
    tensors = {
        one.name: text
        for one in layer.inputs
        if (text := _symbolic(printer, one, shapes, inferred)) is not None
    }
    if layer.is_model and len(layer.inputs) > 1:
        return dict_of(tensors.items())
    given = [text for name, text in tensors.items() if name not in shapes.optional]
    if layer.states:
        batch = f"{printer.first_shape()}[0]"
        given.append(list_of(_traced_state(printer, state, batch) for state in layer.states))
    optional = [
        f"{input_argument(name)}={text}"
        for name, text in tensors.items()
        if name in shapes.optional
    ]
    return ", ".join([*given, *optional])


def _symbolic(printer: Printer, one: Input, shapes: Shapes, inferred: Inferred) -> str | None:
    dtype = quote(one.dtype) if one.dtype else "self.compute_dtype"
    shape = printer.shape(one.name) if one.name in printer.shapes else None
    if shape is None and not one.optional:
        shape = _untold(printer, one, inferred)
    if shape is not None:
        return f"keras.KerasTensor({shape}, dtype={dtype})"
    shape = shapes.optional.get(one.name)
    if shape is None:
        return None
    printer.use(INPUT_SHAPE)
    return f"None if {shape} is None else keras.KerasTensor({shape}, dtype={dtype})"


def _untold(printer: Printer, one: Input, inferred: Inferred) -> str:
    """The shape of an input that Keras tells none of, as far as those of others tell it."""
    known = inferred.inputs.get(one.name, ())
    printed = ShapePrinter(printer, inferred.inputs, {}, frozenset())
    return printed.print(known, frozenset()) or f"({'None, ' * len(one.pattern.entries)})"


def _traced_state(printer: Printer, state: State, batch: str) -> str:
    shape = tuple_of([batch, *(printer.print(entry) for entry in state.shape)])
    dtype = quote(state.dtype) if state.dtype else "self.compute_dtype"
    return f"keras.KerasTensor({shape}, dtype={dtype})"
