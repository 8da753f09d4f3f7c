"""Prints `get_config`, and `from_config` where an argument is a layer."""

from __future__ import annotations

from wtspec.codegen.displays import items_of
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Lines, define
from wtspec.codegen.naming import classes_name, param_argument
from wtspec.language.print import quote
from wtspec.program.declared import Layer, Param


def print_config(printer: Printer, layer: Layer) -> Lines:
    """The methods that copy a layer; nothing where it has no arguments of its own."""
    own = printer.attributes
    entries: dict[str, str] = {}
    for wrap in layer.wraps:
        kept = f"keras.saving.serialize_keras_object({own[wrap.name]})"
        entries[param_argument(wrap.name)] = kept
    for param in layer.params:
        name = param_argument(param.name, of_model=layer.is_model)
        entries[name] = _value(printer, param)
    entries |= {classes_name(one): own[classes_name(one)] for one in layer.classes}
    if not entries:
        return []
    body = [f"return {{**super().get_config(), {items_of(entries.items())}}}"]
    return [*define("get_config", ["self"], body), *_from_config(layer)]


def _value(printer: Printer, param: Param) -> str:
    target = f"self.given[{quote(param.name)}]" if param.follows else printer.attributes[param.name]
    return f"keras.{param.type}s.serialize({target})" if param.is_part else target


def _from_config(layer: Layer) -> Lines:
    names = [wrap.name for wrap in layer.wraps]
    names += [param.name for param in layer.params if param.type == "layer"]
    if not names:
        return []
    body = ["config = dict(config)"]
    for name in names:
        key = quote(param_argument(name))
        body.append(f"config[{key}] = keras.saving.deserialize_keras_object(config[{key}])")
    body.append("return cls(**config)")
    return ["", "@classmethod", *define("from_config", ["cls", "config"], body)]
