"""Prints `__init__`: the params, what they settle, and the sublayers known by then."""

from __future__ import annotations

from wtspec.codegen.components import print_use
from wtspec.codegen.expressions import Printer
from wtspec.codegen.lines import Lines, indented
from wtspec.codegen.masks import gives_in_call
from wtspec.codegen.naming import classes_name, variable
from wtspec.codegen.reporting import print_trackers
from wtspec.codegen.sublayers import print_sublayer
from wtspec.errors import Source
from wtspec.language import tree as t
from wtspec.language.print import quote
from wtspec.program.declared import Layer, Param, Use

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
    lines: Lines = []
    lines += [f"{printer.attributes[w.name]} = {variable(w.name)}" for w in layer.wraps]
    for param in layer.params:
        lines += _param(printer, param)
    for column in layer.classes:
        key = classes_name(column)
        lines.append(f"{printer.attributes[key]} = {key}")
    if layer.facts.uses_random:
        lines.append("self.seed_generator = keras.random.SeedGenerator()")
    if masking is not None:
        lines.append(f"self.supports_masking = {masking}")
    if gives_in_call(layer):
        lines.append("self.masked = Masked()")
    lines += print_trackers(reported) if layer.is_model else []
    for sublayer in made:
        lines += print_sublayer(printer, sublayer, main)
    if not lines and not layer.is_model:
        return []
    own = "name=name, " if layer.is_model else ""
    return [
        f"def __init__({', '.join(_signature(printer, layer, name))}):",
        *indented([f"super().__init__({own}**kwargs)", *lines]),
    ]


def _signature(printer: Printer, layer: Layer, name: str | None) -> list[str]:
    required = [variable(wrap.name) for wrap in layer.wraps]
    required += [variable(param.name) for param in layer.params if param.default is None]
    required += [classes_name(column) for column in layer.classes]
    optional = [
        f"{variable(param.name)}={_default(printer, param)}"
        for param in layer.params
        if param.default is not None
    ]
    named = [f"name={quote(name)}"] if name is not None else []
    return ["self", *required, *optional, *named, "**kwargs"]


def _default(printer: Printer, param: Param) -> str:
    """A default, or None where it must be made anew for each layer or follows from others."""
    value = param.default
    if param.settled != "given" or isinstance(value, t.List) or param.type == "layer":
        return "None"
    if isinstance(value, Use):
        if value.alias and not value.arguments:
            return quote(value.alias)
        return print_use(printer, value) if param.type in STATELESS else "None"
    return printer.print(value)  # pyright: ignore[reportArgumentType]


def _param(printer: Printer, param: Param) -> Lines:
    name, target = variable(param.name), printer.attributes[param.name]
    value = name
    default = param.default
    lines: Lines = []
    given = _default(printer, param) if default is not None else ""
    if default is not None and given == "None" and param.settled != "build":
        made = (
            print_use(printer, default) if isinstance(default, Use) else printer.print(default)  # pyright: ignore[reportArgumentType]
        )
        if made != "None":
            lines += [f"if {name} is None:", f"    {name} = {made}"]
    if param.is_part:
        value = f"keras.{param.type}s.get({name})"
    if param.type == "layer":
        value = f"keras.saving.serialize_keras_object({name})"
    if param.type in _CONVERTED:
        value = _CONVERTED[param.type].format(name)
        value = f"None if {name} is None else {value}" if _nullable(param) else value
    return [*lines, *_checks(param, name), f"{target} = {value}"]


def _checks(param: Param, name: str) -> Lines:
    tests: list[str] = []
    wanted = ""
    low, high = param.minimum, param.maximum
    one = "one" if "list" in param.alternatives else name
    if low is not None and high is not None:
        tests, wanted = [f"not {low} <= {one} <= {high}"], f"from {low} to {high}"
    elif low is not None:
        tests, wanted = [f"{one} < {low}"], f"at least {low}"
    elif high is not None:
        tests, wanted = [f"{one} > {high}"], f"at most {high}"
    tests = [_of_numbers(param, name, one, test) for test in tests]
    if param.choices is not None:
        choices = ", ".join(_plain(choice) for choice in param.choices)
        listed = f"{choices}," if len(param.choices) == 1 else choices
        tests = [f"{name} not in ({listed})"]
        wanted = f"one of {choices}"
    if not tests:
        return []
    test = f"{name} is not None and {tests[0]}" if _nullable(param) else tests[0]
    message = f"{param.name} must be {wanted}. Received: ".replace("{", "{{").replace("}", "}}")
    text = f"{quote(message)[:-1]}{name}={{{name}!r}}" + quote(message)[-1]
    return [f"if {test}:", f"    raise ValueError(f{text})"]


def _of_numbers(param: Param, name: str, one: str, test: str) -> str:
    """A test of numbers where a param takes lists of them, or something else, as well."""
    others = [{"str": "str", "bool": "bool"}.get(each) for each in param.alternatives]
    known = [other for other in others if other is not None]
    kinds = known[0] if len(known) == 1 else f"({', '.join(known)})"
    guarded = f"not isinstance({one}, {kinds}) and {test}" if known else test
    return guarded if one == name else f"any({guarded} for one in keras.tree.flatten({name}))"


def _nullable(param: Param) -> bool:
    """Whether null may be what is given, and not stand for a default that is made anew."""
    default = param.default
    return param.settled == "build" or (isinstance(default, t.Value) and default.value is None)


def _plain(value: object) -> str:
    return quote(value) if isinstance(value, str) else repr(value)
