"""Prints `__init__`: the params, what they settle, and the sublayers known by then."""

from __future__ import annotations

from wtspec.codegen.displays import dict_of
from wtspec.codegen.formulas.components import print_value
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.layers.check_params import print_checks
from wtspec.codegen.layers.masks import gives_in_call
from wtspec.codegen.layers.methods import Argument, print_method
from wtspec.codegen.layers.requires import print_early
from wtspec.codegen.layers.sublayers import print_sublayer
from wtspec.codegen.lines import Lines
from wtspec.codegen.naming import classes_name, param_argument, variable
from wtspec.errors import Source
from wtspec.language import tree as t
from wtspec.language.print import quote
from wtspec.program.declared import Layer, Param, Use, Value, Wrapped

STATELESS = ("regularizer", "constraint")
"""Kinds of part that hold nothing of the layer: one for all layers may stand as the default."""

_CONVERTED = {"list": "list({})", "dtype": "keras.dtype_policies.get({}).name"}
"""What makes one form of all that Keras takes for a type: tuples and arrays, NumPy's dtypes."""


def print_constructor(
    printer: Printer,
    layer: Layer,
    main: Source,
    name: str | None = None,
    reported: tuple[str, ...] = (),
    *,
    masking: str | None = None,
) -> Lines:
    """The constructor; nothing where Keras's own will do.

    Args:
        name: For the model: the name that it has unless another is given.
        reported: For the model: the names of the metrics that its layers add.
        masking: What `supports_masking` is set to, if it is.
    """
    made = [sublayer for sublayer in layer.sublayers if sublayer.settled == "init"]
    locals_ = constructor_locals(layer)
    lines: Lines = [f"{printer.attributes[w.name]} = {locals_[w.name]}" for w in layer.wraps]
    lines += _given(layer, locals_)
    for param in layer.params:
        lines += _param(printer, param, locals_[param.name], of_file=layer.is_model)
    lines += print_early(printer, layer)
    for column in layer.classes:
        key = classes_name(column)
        lines.append(f"{printer.attributes[key]} = {key}")
    if layer.facts.uses_random:
        lines.append("self.seed_generator = keras.random.SeedGenerator()")
    if masking is not None:
        lines.append(f"self.supports_masking = {masking}")
    if gives_in_call(layer):
        lines.append(f"self.masked = {printer.call('Masked')}")
    if layer.is_model and reported:
        means = ((one, f"keras.metrics.Mean(name={quote(one)})") for one in reported)
        lines.append(f"self.trackers = {dict_of(means)}")
    for sublayer in made:
        lines += print_sublayer(printer, sublayer, main)
    if not lines and not layer.is_model:
        return []
    own = "name=name, " if layer.is_model else ""
    body = [f"super().__init__({own}**kwargs)", *lines]
    arguments = _arguments(printer, layer, name)
    return print_method("__init__", body, arguments, "_construct", rest=True)


def constructor_locals(layer: Layer) -> dict[str, str]:
    """What `__init__` calls each of its layer's params and wrapped layers."""
    return {
        one.name: variable(param_argument(one.name, of_model=layer.is_model))
        for one in (*layer.wraps, *layer.params)
    }


def _arguments(printer: Printer, layer: Layer, name: str | None) -> list[Argument]:
    locals_ = constructor_locals(layer)

    def argument(one: Param | Wrapped, default: str | None = None) -> Argument:
        named = param_argument(one.name, of_model=layer.is_model)
        return Argument(named, locals_[one.name], default)

    required = [argument(wrap) for wrap in layer.wraps]
    required += [argument(param) for param in layer.params if param.default is None]
    keys = [classes_name(column) for column in layer.classes]
    optional = [
        argument(param, _default(printer, param, param.default))
        for param in layer.params
        if param.default is not None
    ]
    named = [Argument("name", "name", quote(name))] if name is not None else []
    return [*required, *(Argument(key, key) for key in keys), *optional, *named]


def _given(layer: Layer, locals_: dict[str, str]) -> Lines:
    """Keeps what is given for params that otherwise follow from others: a copy's may differ."""
    kept = [(one.name, _kept(one, locals_[one.name])) for one in layer.params if one.follows]
    return [f"self.given = {dict_of(kept)}"] if kept else []


def _stands(param: Param) -> bool:
    """Whether a default may stand in the signature: neither made anew, nor from others."""
    value = param.default
    if param.settled != "given" or isinstance(value, t.List) or param.type == "layer":
        return False
    named = isinstance(value, Use) and value.alias and not value.arguments
    return not isinstance(value, Use) or bool(named) or param.type in STATELESS


def _default(printer: Printer, param: Param, value: Value) -> str:
    if not _stands(param):
        return "None"
    if isinstance(value, Use) and value.alias and not value.arguments:
        return quote(value.alias)
    return print_value(printer, value)


def _param(printer: Printer, param: Param, name: str, *, of_file: bool) -> Lines:
    target = printer.attributes[param.name]
    value, default = name, param.default
    lines: Lines = []
    anew = param.settled != "build" and not _stands(param)
    if default is not None and anew and not t.is_none(default):
        lines += [f"if {name} is None:", f"    {name} = {print_value(printer, default)}"]
    if param.is_part or param.type == "layer":
        value = _kept(param, name)
    if param.type in _CONVERTED:
        value = _CONVERTED[param.type].format(name)
        value = f"None if {name} is None else {value}" if _nullable(param) else value
    elif "list" in param.alternatives:
        value = f"list({name}) if isinstance({name}, tuple) else {name}"
    if not of_file or param.is_bounded:
        lines += print_checks(param, name, nullable=_nullable(param))
    return [*lines, f"{target} = {value}"]


def _kept(param: Param, name: str) -> str:
    """How a layer keeps what it is given: a layer as text, since it is no sublayer."""
    if param.is_part:
        return f"keras.{param.type}s.get({name})"
    return f"keras.saving.serialize_keras_object({name})" if param.type == "layer" else name


def _nullable(param: Param) -> bool:
    """Whether null may be what is given, and not stand for a default that is made anew."""
    default = param.default
    return param.settled == "build" or t.is_none(default)
