"""What a layer's `build` and `compute_output_shape` are given."""

from __future__ import annotations

from dataclasses import dataclass, field

from wtspec.codegen.naming import input_argument
from wtspec.language.print import quote
from wtspec.program.declared import Layer
from wtspec.program.masks import is_told


@dataclass(frozen=True, slots=True)
class Shapes:
    """The arguments of `build` and `compute_output_shape`.

    Attributes:
        by_input: The expression that gives each input's shape.
        optional: The same for inputs that may not be given; None there stands for that.
    """

    signature: str
    by_input: dict[str, str]
    several: bool
    optional: dict[str, str] = field(default_factory=dict[str, str])

    @staticmethod
    def of_build(layer: Layer) -> Shapes:
        """The shapes that Keras hands to `build`: an argument for each tensor of `call`."""
        if layer.is_model and len(layer.inputs) > 1:
            keys = {one.name: quote(one.name) for one in layer.inputs}
            keyed = {
                one.name: f"input_shape[{keys[one.name]}]"
                for one in layer.inputs
                if not one.optional
            }
            optional = {
                one.name: f"input_shape.get({keys[one.name]})"
                for one in layer.inputs
                if one.optional
            }
            return Shapes("input_shape", keyed, several=True, optional=optional)
        inputs = [one for one in layer.inputs if is_told(one)]
        if len(inputs) == 1:
            return Shapes("input_shape", {inputs[0].name: "input_shape"}, several=False)
        names = {one.name: f"{input_argument(one.name)}_shape" for one in inputs}
        signature = [
            f"{names[one.name]}=None" if one.optional else names[one.name] for one in inputs
        ]
        required = {one.name: names[one.name] for one in inputs if not one.optional}
        optional = {one.name: names[one.name] for one in inputs if one.optional}
        return Shapes(", ".join(signature), required, several=True, optional=optional)
