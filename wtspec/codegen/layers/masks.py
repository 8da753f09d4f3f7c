"""Prints what becomes of Keras's mask: `compute_mask`, or a mask that `call` gives its output."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from msgspec import Struct

from wtspec.catalog import has
from wtspec.codegen.displays import dict_of
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.layers.shapes import bind_dims_in_call
from wtspec.codegen.lines import Lines, define, placed
from wtspec.codegen.naming import param_argument, unique, variable
from wtspec.errors import Source
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import LayerCall, Operation, Reference
from wtspec.program.declared import Layer
from wtspec.program.masks import mask_names, masks_read, tensors
from wtspec.program.walk import expressions
from wtspec.shapes.mask_rule import Passed, all_passed, any_passed

PREVIOUS = "previous_mask"
"""What Keras calls the mask that a layer is given, in `compute_mask`."""


class Fate(Struct, frozen=True):
    """What becomes of a mask, as the methods of a class say it.

    Attributes:
        passed: Which outputs bear the mask of the first input.
        uses: Whether the layer, or one in it, looks at masks.
    """

    passed: Passed
    uses: bool


def gives_in_call(layer: Layer) -> bool:
    """Whether `call` itself gives the output its mask.

    Keras asks `compute_mask` with the first input alone, and never asks a model that trains.
    """
    return isinstance(layer.mask, Expression) and (
        layer.is_model or len(tensors(layer.inputs)) != 1
    )


def supports(layer: Layer, fate: Fate) -> str | None:
    """What `supports_masking` is set to; None where Keras is to warn of masks that are lost."""
    if layer.states or (layer.is_model and layer.mask != "pass"):
        return None
    if layer.wraps and layer.mask is None and any_passed(fate.passed):
        return f"{variable(param_argument(layer.wraps[0].name))}.supports_masking"
    settled = layer.mask is not None or any_passed(fate.passed) or fate.uses
    return "True" if settled else None


def print_compute_mask(printer: Printer, layer: Layer, fate: Fate, main: Source) -> Lines:
    """The method, where Keras's own, which passes a mask on, does not do."""
    if supports(layer, fate) is None:
        return []
    if isinstance(layer.mask, Expression) and not gives_in_call(layer):
        return _computed(printer, layer, layer.mask, main)
    if layer.wraps and layer.mask is None and any_passed(fate.passed):
        inner = printer.attributes[layer.wraps[0].name]
        returned = f"{inner}.compute_mask(inputs, {PREVIOUS})"
    elif all_passed(fate.passed):
        return []
    else:
        returned = _selected(fate.passed)
    return define("compute_mask", ["self", "inputs", f"{PREVIOUS}=None"], [f"return {returned}"])


def _selected(passed: Passed) -> str:
    if not any_passed(passed) or isinstance(passed, bool):
        return "None"
    each = [one if isinstance(one, tuple) else ("", one) for one in passed]
    masks = [(name, PREVIOUS if passes else "None") for name, passes in each]
    if isinstance(passed[0], tuple):
        return dict_of(masks)
    return ", ".join(mask for _, mask in masks)


def _computed(printer: Printer, layer: Layer, mask: Expression, main: Source) -> Lines:
    one = tensors(layer.inputs)[0]
    names = dict.fromkeys(mask_names(layer.inputs), PREVIOUS)
    inner = replace(printer, names={**printer.names, **names})
    read = masks_read(layer)
    lines = bind_dims_in_call(inner, layer, expressions(mask))
    if read and not _asks_none(mask, read):
        lines = [f"if {PREVIOUS} is None:", "    return None", *lines]
    text = placed(f"return {inner.print(mask)}", mask.span, main)
    arguments = ["self", variable(one.name), f"{PREVIOUS}=None"]
    return define("compute_mask", arguments, [*lines, text])


def _asks_none(mask: Expression, read: tuple[str, ...]) -> bool:
    """Whether a formula itself says what holds where there is no mask."""
    return any(
        isinstance(node, t.Compare)
        and node.operators[0] in ("is", "is not")
        and isinstance(node.left, Reference)
        and node.left.name in read
        for node in expressions(mask)
    )


class CallMask(Struct, frozen=True):
    """How `call` settles the mask of what it returns.

    Attributes:
        opening: The lines that compute a mask before anything else.
        parameters: The masks that the formula reads and that are no inputs.
        wrap: Prints a value that is returned, from the expression and its text.
    """

    opening: Lines
    parameters: tuple[str, ...]
    wrap: Callable[[Expression, str], str]


def in_call(printer: Printer, layer: Layer, taken: frozenset[str], main: Source) -> CallMask | None:
    """What `call` does for the mask; None where that is nothing."""
    mask = layer.mask
    if mask is None or mask == "pass":
        return None

    def bare(node: Expression, text: str) -> str:
        return printer.call("ops.copy", text) if _may_bear(node) else text

    if not isinstance(mask, Expression) or not gives_in_call(layer):
        return CallMask([], (), bare)
    declared = {one.name for one in layer.inputs}
    read = masks_read(layer)
    name = unique("output_mask", {*taken, *map(variable, declared)})
    text = printer.print(mask)
    if read and not _asks_none(mask, read):
        absent = " or ".join(f"{variable(one)} is None" for one in read)
        text = f"None if {absent} else {text}"

    def masked(node: Expression, text: str) -> str:
        return f"self.masked({bare(node, text)}, mask={name})"

    opening = [placed(f"{name} = {text}", mask.span, main)]
    return CallMask(opening, tuple(one for one in read if one not in declared), masked)


def _may_bear(node: Expression) -> bool:
    """Whether a value may bear a mask: what is computed by operations bears none."""
    if isinstance(node, Operation):
        return has(node.function.name, "may_alias")
    if isinstance(node, t.Subscript):  # an item of a list
        return isinstance(node.index, t.Value)
    return isinstance(node, Reference | LayerCall | t.Conditional)
