"""Prints a declared layer, or the model, as a Keras class."""

from __future__ import annotations

from msgspec import Struct

from wtspec.codegen.brought import method
from wtspec.codegen.formulas.expressions import INPUT_SHAPE, Printer, Where
from wtspec.codegen.layers.build import print_build
from wtspec.codegen.layers.call import print_call
from wtspec.codegen.layers.cell import print_cell
from wtspec.codegen.layers.config import print_config
from wtspec.codegen.layers.constructor import constructor_locals, print_constructor
from wtspec.codegen.layers.given_shapes import shapes_of_build
from wtspec.codegen.layers.input_dtypes import print_input_dtype
from wtspec.codegen.layers.masks import Fate, print_compute_mask, supports
from wtspec.codegen.layers.shapes import print_output_shape
from wtspec.codegen.layers.weights import shared_initializers
from wtspec.codegen.lines import Code, Lines, docstring, indented
from wtspec.codegen.naming import ModuleNames, attributes
from wtspec.errors import Source
from wtspec.language.print import quote
from wtspec.program.declared import Layer
from wtspec.program.registered import Registered
from wtspec.shapes.infer import Inferred


class Whole(Struct, frozen=True):
    """What a class is printed by besides its layer.

    Attributes:
        registered: The names that Keras finds classes by.
        name: Of the model, unless another is given.
        reported: The names of the metrics that layers add.
        opened: Whether a trace may have to know sizes that are open.
        untargeted: Whether some of the model's outputs have no targets.
    """

    module: ModuleNames
    main: Source
    registered: Registered
    name: str
    reported: tuple[str, ...]
    opened: bool
    untargeted: bool


def print_layer(whole: Whole, layer: Layer, inferred: Inferred, fate: Fate, *, draws: bool) -> Code:
    """The class of a layer or model.

    Args:
        inferred: What is known of the shapes within it.
        fate: What becomes of a mask in it.
        draws: Whether it may draw random numbers.
    """
    main, needs = whole.main, set[str]()
    init, build, call = (printer_in(whole.module, layer, where, needs) for where in _METHODS)
    base = "keras.Model" if layer.is_model else "keras.layers.Layer"
    base = init.use("DrawingCell" if layer.states and draws else base)
    named = (whole.name, whole.reported) if layer.is_model else (None, ())
    methods = [
        print_constructor(init, layer, main, *named, masking=supports(layer, fate)),
        print_build(build, layer, main, inferred),
        print_cell(build, layer),
        print_input_dtype(layer),
        print_call(call, layer, main),
        print_compute_mask(call, layer, fate, main),
        *(_of_model(whole, init) if layer.is_model else []),
        print_output_shape(build, layer, inferred),
        print_config(build, layer),
    ]
    body = [line for method in methods if method for line in ("", *method)]
    name = whole.module.classes[layer.name]
    package = f"package={quote(whole.registered.package)}"
    registered = f"name={quote(whole.registered.name(layer, name))}"
    lines = [
        f"@{init.call('keras.saving.register_keras_serializable', package, registered)}",
        f"class {name}({base}):",
        *indented([*(docstring(layer.doc)), *body]),
    ]
    return Code(lines, frozenset(needs - {INPUT_SHAPE}))


_METHODS: tuple[Where, ...] = ("init", "build", "call")


def printer_in(module: ModuleNames, layer: Layer, where: Where, needs: set[str]) -> Printer:
    """What prints expressions in one of a class's methods."""
    return Printer(
        where,
        module,
        attributes(layer),
        names=constructor_locals(layer) if where == "init" else {},
        clones=shared_initializers(layer),
        optional=frozenset(one.name for one in layer.weights if one.when is not None),
        shapes=shapes_of_build(layer).by_input if where == "build" else {},
        needs=needs,
    )


def _of_model(whole: Whole, printer: Printer) -> list[Lines]:
    """The methods that a model alone has."""
    return [
        method("TrainedModel", "compute_loss").lines if whole.reported else [],
        method("TrainedModel", "compute_metrics").lines if whole.untargeted else [],
        [f"compute_output_spec = {printer.use('trace_call')}"] if whole.opened else [],
    ]
