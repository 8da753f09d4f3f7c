"""Prints how sublayers are made, built and frozen."""

from __future__ import annotations

from dataclasses import replace

from wtspec.codegen.displays import tuple_of
from wtspec.codegen.formulas.components import print_use, print_value
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Lines, indented, placed
from wtspec.errors import Source
from wtspec.language.print import quote
from wtspec.program.declared import Layer, Sublayer, Use


def print_sublayer(printer: Printer, sublayer: Sublayer, main: Source) -> Lines:
    """The statement that makes a sublayer."""
    target = printer.attributes[sublayer.name]
    if sublayer.repeat is None:
        value = _one(printer, sublayer)
    else:
        one = _one(replace(printer, names={**printer.names, "index": "index"}), sublayer)
        value = f"[{one} for index in range({printer.print(sublayer.repeat)})]"
        if sublayer.scan:
            value = printer.call("ScannedLayers", value, _scanned(sublayer))
    line = placed(f"{target} = {value}", sublayer.span, main)
    if sublayer.when is None:
        return [line]
    test = f"if {printer.print(sublayer.when)}:"
    return [test, f"    {line}", "else:", f"    {target} = None"]


def _one(printer: Printer, sublayer: Sublayer) -> str:
    one = _make(printer, sublayer)
    if sublayer.scan or not sublayer.remat:
        return one
    return printer.call("Rematerialized", one, f"name={_name(sublayer, '({})')}")


def _name(sublayer: Sublayer, form: str = "{}") -> str:
    """The name of a layer as source; each of several has its index."""
    if sublayer.repeat is None:
        return quote(form.format(sublayer.path_name))
    return f"f{quote(form.format(sublayer.path_name + '.{index}'))}"


def _scanned(sublayer: Sublayer) -> str:
    """The arguments of a scan besides its layers; `*` in its name stands for their index."""
    arguments = ["remat=True"] if sublayer.remat else []
    return ", ".join([*arguments, f"name={quote(sublayer.path_name + '.*')}"])


def _make(printer: Printer, sublayer: Sublayer) -> str:
    if isinstance(sublayer.layer, Use):
        return print_use(printer, sublayer.layer, _name(sublayer))
    template = print_value(printer, sublayer.layer)
    if printer.where != "init":
        template = f"keras.saving.deserialize_keras_object({template})"
    return printer.call("copy_layer", template, _name(sublayer))


def build_chain(printer: Printer, layer: Layer, shape: str) -> Lines:
    """The statements that build the sublayers of a `sequential`, once all are made."""
    several = [_several(printer, sublayer) for sublayer in layer.sublayers]
    lines = [f"shape = {shape}"] if shape != "shape" else []
    optional = any(sublayer.when is not None for sublayer in layer.sublayers)
    if len(several) == 1 and not _is_many(layer.sublayers[0]) and not optional:
        return [f"{several[0]}.build({shape})"]
    guard = ["if layer is None:", "    continue"] if optional else []
    return [
        *lines,
        f"for layer in {tuple_of(several)}:",
        *indented([*guard, "layer.build(shape)", "shape = layer.compute_output_shape(shape)"]),
    ]


def _several(printer: Printer, sublayer: Sublayer) -> str:
    name = printer.attributes[sublayer.name]
    if not _is_many(sublayer):
        return name
    return f"*({name} or ())" if sublayer.when is not None else f"*{name}"


def _is_many(sublayer: Sublayer) -> bool:
    """Whether its attribute is a list of layers."""
    return sublayer.repeat is not None and not sublayer.scan


def freeze_sublayers(printer: Printer, layer: Layer) -> Lines:
    """The statements that freeze what the spec says is not trained, statistics included."""
    lines: Lines = []
    for sublayer in layer.sublayers:
        if sublayer.trainable:
            continue
        name = printer.attributes[sublayer.name]
        freeze = [f"{name}.trainable = False"]
        if _is_many(sublayer):
            freeze = [f"for layer in {name}:", "    layer.trainable = False"]
        guard = sublayer.when is not None
        lines += [f"if {name} is not None:", *indented(freeze)] if guard else freeze
    return lines
