"""Prints what holds the dtypes that a layer declares for its inputs and states."""

from __future__ import annotations

from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Lines, define, indented
from wtspec.codegen.naming import variable
from wtspec.language.print import quote
from wtspec.program.declared import Input, Layer, State
from wtspec.program.dtypes import is_discrete
from wtspec.program.masks import is_mask

_WIDEST = ("float32", "bfloat16", "float16")


def print_input_dtype(layer: Layer) -> Lines:
    """What Keras casts inputs to before the call, where that is not the compute dtype."""
    declared = _floats(layer)
    if not declared:
        return []
    widest = next((dtype for dtype in _WIDEST if dtype in declared), _WIDEST[0])
    return ["@property", *define("input_dtype", ["self"], [f"return {quote(widest)}"])]


def print_casts(printer: Printer, layer: Layer) -> Lines:
    """The statements of `call` that give each input, and each state, its dtype."""
    apart = bool(_floats(layer))
    lines: Lines = []
    for one in (*layer.inputs, *layer.states):
        if one.name in layer.facts.reads and not (isinstance(one, Input) and is_mask(one)):
            lines += _cast(printer, one, apart=apart)
    return lines


def casts_states(layer: Layer) -> bool:
    """Whether a cell's new states are cast to what Keras's loop carries: the compute dtype."""
    return bool(_floats(layer)) or any(state.dtype for state in layer.states)


def _floats(layer: Layer) -> set[str]:
    dtypes = {one.dtype for one in layer.inputs if one.dtype is not None}
    return {dtype for dtype in dtypes if not is_discrete(dtype)}


def _cast(printer: Printer, one: Input | State, *, apart: bool) -> Lines:
    """The cast of an input or state.

    Args:
        apart: Whether inputs come in another dtype than the compute dtype, for the sake of one.
    """
    name, dtype = variable(one.name), one.dtype
    if dtype is None:
        text = f"{name} = self.dtype_policy.convert_input({name}, True, self.compute_dtype)"
        return _if_given(one, [text] if apart else [])
    lines = [f"{name} = {printer.call('ops.cast', name, quote(dtype))}"]
    if isinstance(one, Input) and is_discrete(dtype):
        lines = [*_refuse_floats(one, dtype), *lines]
    return _if_given(one, lines)


def _refuse_floats(one: Input, dtype: str) -> Lines:
    name = variable(one.name)
    return [
        f"if keras.backend.is_float_dtype({name}.dtype):",
        f'    raise ValueError(f"{one.name} must be of {dtype}. Received: {{{name}.dtype}}")',
    ]


def _if_given(one: Input | State, lines: Lines) -> Lines:
    if not lines or not (isinstance(one, Input) and one.optional):
        return lines
    return [f"if {variable(one.name)} is not None:", *indented(lines)]
