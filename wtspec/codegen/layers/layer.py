"""Prints a declared layer, or the model, as a Keras class."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from wtspec.codegen.brought import method
from wtspec.codegen.formulas.expressions import INPUT_SHAPE, Printer, Where
from wtspec.codegen.formulas.statements import BodyPrinter
from wtspec.codegen.layers.build_calls import print_builds
from wtspec.codegen.layers.config import print_config
from wtspec.codegen.layers.constructor import constructor_locals, print_constructor
from wtspec.codegen.layers.given_shapes import Shapes, shapes_of_build
from wtspec.codegen.layers.input_dtypes import casts_states, print_casts, print_input_dtype
from wtspec.codegen.layers.masks import Fate, in_call, print_compute_mask, supports
from wtspec.codegen.layers.methods import Argument, print_method
from wtspec.codegen.layers.requires import print_late
from wtspec.codegen.layers.shapes import (
    bind_dims_in_build,
    bind_dims_in_call,
    print_output_shape,
    sizing_dims,
)
from wtspec.codegen.layers.sublayers import build_chain, freeze_sublayers, print_sublayer
from wtspec.codegen.layers.trace import build_by_trace
from wtspec.codegen.layers.weights import is_cast, print_weight, shared_initializers
from wtspec.codegen.lines import Code, Lines, docstring, indented
from wtspec.codegen.naming import (
    Attributes,
    ModuleNames,
    attributes,
    input_argument,
    unique,
    variable,
)
from wtspec.errors import Source
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.print import quote
from wtspec.program.declared import Layer
from wtspec.program.registered import Registered
from wtspec.program.walk import expressions, in_statements
from wtspec.shapes.build_arguments import is_built_late
from wtspec.shapes.infer import Inferred


@dataclass(frozen=True, slots=True)
class LayerPrinter:
    """What the methods of one class share."""

    layer: Layer
    module: ModuleNames
    main: Source
    attributes: Attributes
    inferred: Inferred
    needs: set[str] = field(default_factory=set[str])

    def printer(self, where: Where) -> Printer:
        """Prints expressions in one of the methods."""
        clones = shared_initializers(self.layer)
        optional = frozenset(one.name for one in self.layer.weights if one.when is not None)
        names = constructor_locals(self.layer) if where == "init" else {}
        shapes = shapes_of_build(self.layer).by_input if where == "build" else dict[str, str]()
        return Printer(
            where,
            self.module,
            self.attributes,
            names=names,
            clones=clones,
            optional=optional,
            shapes=shapes,
            needs=self.needs,
        )


def print_layer(
    layer: Layer,
    module: ModuleNames,
    registered: Registered,
    main: Source,
    name: str | None = None,
    reported: tuple[str, ...] = (),
    *,
    inferred: Inferred,
    fate: Fate,
    draws: bool = False,
    opened: bool = False,
    untargeted: bool = False,
) -> Code:
    """The class of a layer or model.

    Args:
        registered: The names that Keras finds classes by.
        name: For the model: its name.
        reported: For the model: the names of the metrics that its layers add.
        inferred: What is known of the shapes within it.
        fate: What becomes of a mask in it.
        draws: Whether it may draw random numbers.
        opened: Whether a trace may have to know sizes that are open.
        untargeted: For the model: whether some of its outputs have no targets.
    """
    printer = LayerPrinter(layer, module, main, attributes(layer), inferred)
    inner = printer.printer("init")
    base = "keras.Model" if layer.is_model else "keras.layers.Layer"
    base = inner.use("DrawingCell" if layer.states and draws else base)
    methods = [
        print_constructor(inner, layer, main, name, reported, masking=supports(layer, fate)),
        _build(printer),
        *([_cell_methods(printer)] if layer.states else []),
        print_input_dtype(layer),
        _call(printer),
        print_compute_mask(printer.printer("call"), layer, fate, main),
        method("TrainedModel", "compute_loss").lines if layer.is_model and reported else [],
        method("TrainedModel", "compute_metrics").lines if untargeted else [],
        *([_traced(inner)] if opened and layer.is_model else []),
        *(
            []
            if layer.states or layer.is_model
            else [print_output_shape(printer.printer("build"), layer, printer.inferred)]
        ),
        print_config(printer.printer("build"), layer),
    ]
    body = [line for method in methods if method for line in ("", *method)]
    class_name = module.classes[layer.name]
    names = [
        f"package={quote(registered.package)}",
        f"name={quote(registered.name(layer, class_name))}",
    ]
    lines = [
        f"@{inner.call('keras.saving.register_keras_serializable', *names)}",
        f"class {class_name}({base}):",
        *indented([*(docstring(layer.doc)), *body]),
    ]
    return Code(lines, frozenset(printer.needs - {INPUT_SHAPE}))


def _traced(printer: Printer) -> Lines:
    return [f"compute_output_spec = {printer.use('trace_call')}"]


def _build(printer: LayerPrinter) -> Lines:
    layer, inner = printer.layer, replace(printer.printer("build"), needs=set[str]())
    shapes = shapes_of_build(layer)
    late = [param for param in layer.params if param.settled == "build"]
    lines = bind_dims_in_build(inner, layer, shapes)
    for param in late:
        target = inner.attributes[param.name]
        lines += [f"if {target} is None:", f"    {target} = {inner.print(param.default)}"]  # pyright: ignore[reportArgumentType]
    lines += print_late(inner, layer, sizing_dims(layer))
    for weight in layer.weights:
        lines += print_weight(inner, layer, weight, printer.main)
    for sublayer in layer.sublayers:
        if sublayer.settled == "build":
            lines += print_sublayer(inner, sublayer, printer.main)
    lines += _reported(layer)
    lines += _build_wrapped(inner, layer)
    known = print_builds(inner, layer, printer.inferred)
    lines += known or []
    if known is None or (not lines and any(is_built_late(one.layer) for one in layer.sublayers)):
        lines += _build_sublayers(inner, printer, shapes)
    lines += freeze_sublayers(inner, layer)
    printer.needs.update(inner.needs)
    if not lines:
        return []
    if INPUT_SHAPE not in inner.needs and shapes.takes_whole:
        return [f"def build(self, {INPUT_SHAPE}=None):", *indented(lines)]  # as of `Embedding`
    return [f"def build(self, {shapes.signature}):", *indented(lines)]


def _build_sublayers(inner: Printer, printer: LayerPrinter, shapes: Shapes) -> Lines:
    layer = printer.layer
    if layer.sequential:
        return build_chain(inner, layer, inner.first_shape())
    return build_by_trace(inner, layer, shapes, printer.inferred)


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


def _cell_methods(printer: LayerPrinter) -> Lines:
    inner, layer = printer.printer("build"), printer.layer
    sizes = [
        inner.print(state.shape[0])
        if len(state.shape) == 1
        else f"({', '.join(inner.print(entry) for entry in state.shape)})"
        for state in layer.states
    ]
    size = sizes[0] if len(sizes) == 1 else f"[{', '.join(sizes)}]"
    return [
        "@property",
        "def state_size(self):",
        f"    return {size}",
        "",
        "@property",
        "def output_size(self):",
        f"    return {_output_size(inner, layer, sizes[0])}",
        "",
        "def get_initial_state(self, batch_size=None):",
        *indented(_initial_states([_zeros(inner, layer, i) for i in range(len(layer.states))])),
    ]


def _initial_states(zeros: list[str]) -> Lines:
    """A list of them; one alone is none, so that it comes as a tensor out of a stack of cells."""
    if len(zeros) == 1:
        return [f"return {zeros[0]}"]
    return ["return [", *[f"    {one}," for one in zeros], "]"]


def _output_size(inner: Printer, layer: Layer, default: str) -> str:
    return inner.print(layer.bound_returns[-1]) if layer.bound_returns else default


def _zeros(inner: Printer, layer: Layer, index: int) -> str:
    state = layer.states[index]
    shape = ", ".join(["batch_size", *(inner.print(entry) for entry in state.shape)])
    dtype = quote(state.dtype) if state.dtype else "self.compute_dtype"
    return inner.call("ops.zeros", f"({shape})", f"dtype={dtype}")


def _call(printer: LayerPrinter) -> Lines:
    layer, inner = printer.layer, printer.printer("call")
    if layer.is_model:
        cast = frozenset(one.name for one in layer.weights if is_cast(one) is True)
        inner = replace(inner, casts=cast)
    arguments, opening = _dict_input(layer) if _takes_dict(layer) else (_arguments(layer), [])
    if layer.facts.uses_training and not layer.is_model and _assigns(layer.body.statements):
        opening.append("training = training and self.trainable  # else its statistics stand still")
    given = unique("states", [one.local for one in arguments])
    read = layer.facts.reads
    names = [f"{'' if one.name in read else '_'}{variable(one.name)}" for one in layer.states]
    if names:  # Keras gives them behind what is required
        required = sum(one.default is None for one in arguments)
        arguments.insert(required, Argument(given, given))
        single = f"{given}[0] if keras.tree.is_nested({given}) else {given}"
        opening.append(f"{', '.join(names)} = {single if len(names) == 1 else given}")
    settled = in_call(inner, layer, _taken(layer), printer.main)
    nodes = in_statements(layer.body.statements)
    if settled is not None and settled.opening and isinstance(layer.mask, Expression):
        nodes += expressions(layer.mask)
    opening += bind_dims_in_call(inner, layer, nodes)
    if settled is not None:
        arguments += [Argument(one, variable(one), "None") for one in settled.parameters]
        opening += settled.opening
    opening += print_casts(inner, layer)
    if layer.facts.uses_training or layer.is_model:
        arguments.append(Argument("training", "training", "False"))
    body = BodyPrinter(
        inner,
        printer.main,
        states=given if names else None,
        casts_states=casts_states(layer),
        taken=_taken(layer),
        wrap=settled.wrap if settled is not None else None,
    )
    return print_method("call", [*opening, *body.body(layer.body)], arguments, "_compute")


def _takes_dict(layer: Layer) -> bool:
    return layer.is_model and len(layer.inputs) > 1


def _arguments(layer: Layer) -> list[Argument]:
    return [
        Argument(input_argument(one.name), variable(one.name), "None" if one.optional else None)
        for one in layer.inputs
    ]


def _dict_input(layer: Layer) -> tuple[list[Argument], Lines]:
    """The one argument of a model with several inputs, and what takes it apart."""
    opening: Lines = []
    for one in sorted(layer.inputs, key=lambda one: one.name == "inputs"):
        key = quote(one.name)
        value = f"inputs.get({key})" if one.optional else f"inputs[{key}]"
        if one.name in layer.facts.reads:
            opening.append(f"{variable(one.name)} = {value}")
    return [Argument("inputs", "inputs")], opening


def _taken(layer: Layer) -> frozenset[str]:
    from wtspec.language import assigned_names

    declared = {one.name for one in (*layer.inputs, *layer.states, *layer.dims)}
    return frozenset(declared | assigned_names(layer.body))


def _assigns(statements: tuple[t.Statement, ...]) -> bool:
    """Whether a body sets weights."""
    return any(
        _is_assign(one) or any(_assigns(block) for block in t.blocks(one)) for one in statements
    )


def _is_assign(statement: t.Statement) -> bool:
    function = statement.call.function if isinstance(statement, t.Do) else None
    return isinstance(function, t.Name) and function.id == "assign"
