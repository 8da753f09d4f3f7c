"""Prints what makes a layer a recurrent cell of Keras's."""

from __future__ import annotations

from wtspec.codegen.displays import list_of, tuple_of
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Lines, define
from wtspec.language.print import quote
from wtspec.program.declared import Layer


def print_cell(printer: Printer, layer: Layer) -> Lines:
    """The sizes of a cell's states and output, and the states that it begins with."""
    if not layer.states:
        return []
    sizes = [
        printer.print(state.shape[0])
        if len(state.shape) == 1
        else tuple_of(printer.print(entry) for entry in state.shape)
        for state in layer.states
    ]
    size = sizes[0] if len(sizes) == 1 else list_of(sizes)
    zeros = [_zeros(printer, layer, i) for i in range(len(layer.states))]
    return [
        "@property",
        *define("state_size", ["self"], [f"return {size}"]),
        "",
        "@property",
        *define("output_size", ["self"], [f"return {_output_size(printer, layer, sizes[0])}"]),
        "",
        *define("get_initial_state", ["self", "batch_size=None"], _initial_states(zeros)),
    ]


def _initial_states(zeros: list[str]) -> Lines:
    """A list of them; one alone is none, so that it comes as a tensor out of a stack of cells."""
    if len(zeros) == 1:
        return [f"return {zeros[0]}"]
    return ["return [", *[f"    {one}," for one in zeros], "]"]


def _output_size(printer: Printer, layer: Layer, default: str) -> str:
    return printer.print(layer.bound_returns[-1]) if layer.bound_returns else default


def _zeros(printer: Printer, layer: Layer, index: int) -> str:
    state = layer.states[index]
    shape = tuple_of(["batch_size", *(printer.print(entry) for entry in state.shape)])
    dtype = quote(state.dtype) if state.dtype else "self.compute_dtype"
    return printer.call("ops.zeros", shape, f"dtype={dtype}")
