"""What a layer's `build` and `compute_output_shape` are given."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from wtspec.codegen.formulas.expressions import INPUT_SHAPE
from wtspec.codegen.layers.methods import Argument
from wtspec.codegen.naming import input_argument
from wtspec.language.print import quote
from wtspec.program.declared import Layer
from wtspec.program.masks import is_told


class Shapes(Struct, frozen=True):
    """The arguments of `build` and `compute_output_shape`.

    Attributes:
        by_input: The expression that gives each input's shape.
        optional: The same for inputs that may not be given; None there stands for that.
        single: Whether it is the shape of one tensor alone.
    """

    arguments: tuple[Argument, ...]
    by_input: Mapping[str, str]
    optional: Mapping[str, str]
    single: bool = False

    @property
    def takes_whole(self) -> bool:
        """Whether one argument tells all shapes, whatever the inputs' names are."""
        return [one.name for one in self.arguments] == [INPUT_SHAPE]


def shapes_of_build(layer: Layer) -> Shapes:
    """The shapes that Keras hands to `build`: an argument for each tensor of `call`."""
    whole = Argument(INPUT_SHAPE, INPUT_SHAPE)
    if layer.is_model and len(layer.inputs) > 1:
        required = {
            one.name: f"{INPUT_SHAPE}[{quote(one.name)}]"
            for one in layer.inputs
            if not one.optional
        }
        optional = {
            one.name: f"{INPUT_SHAPE}.get({quote(one.name)})"
            for one in layer.inputs
            if one.optional
        }
        return Shapes((whole,), required, optional)
    inputs = [one for one in layer.inputs if is_told(one)]
    if len(inputs) == 1:
        return Shapes((whole,), {inputs[0].name: INPUT_SHAPE}, {}, single=True)
    names = {one.name: f"{input_argument(one.name)}_shape" for one in inputs}
    arguments = [
        Argument(names[one.name], names[one.name], "None" if one.optional else None)
        for one in inputs
    ]
    required = {one.name: names[one.name] for one in inputs if not one.optional}
    optional = {one.name: names[one.name] for one in inputs if one.optional}
    return Shapes(tuple(arguments), required, optional)
