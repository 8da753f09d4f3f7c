"""A sublayer: a layer within a layer."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from wtspec.spec.base import Section
from wtspec.spec.kinds import BY_KIND, Short
from wtspec.spec.prose import Prose
from wtspec.spec.values import Component, Formula, Name, Size, Text, offered


class SublayerSpec(Section):
    """A sublayer in its long form."""

    short = "layer"

    layer: Annotated[Component, offered("layer")]
    """The layer: a component."""
    name: Name | None = None
    """Its name in paths: by default its key, or in a list the class in snake_case."""
    repeat: Annotated[Size | Text, BY_KIND] | None = None
    """How many of it there are; arguments may use index."""
    when: Formula | None = None
    """The sublayer exists only if this static formula holds."""
    trainable: bool = True
    """Whether its weights are trained."""
    remat: bool = False
    """Whether its activations are computed again in the backward pass."""
    scan: bool = False
    """Whether equal blocks run as one loop inside the compiled program."""
    doc: Prose = None
    """What the sublayer is, in a line."""


def _has_layer(value: object) -> bool:
    return isinstance(value, SublayerSpec) or (isinstance(value, dict) and "layer" in value)


def _check_one_layer(value: str | dict[str, Any]) -> str | dict[str, Any]:
    if isinstance(value, dict) and len(value) > 1:
        raise PydanticCustomError("several_layers", "one layer")
    return value


Sublayer = Annotated[
    SublayerSpec,
    Short(
        Annotated[
            str | Annotated[dict[str, Any], Field(min_length=1)],
            BY_KIND,
            AfterValidator(_check_one_layer),
        ],
        _has_layer,
    ),
    offered("sublayer"),
]
