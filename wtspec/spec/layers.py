"""`layers`: what a layer declares. A model is a layer too."""

from typing import Annotated, Any, Literal, TypeGuard, cast

from pydantic import BeforeValidator, Field, WithJsonSchema

from wtspec.catalog import OF_EVERY_LAYER
from wtspec.document import Node
from wtspec.errors import Span
from wtspec.spec.base import Section
from wtspec.spec.kinds import BY_KIND
from wtspec.spec.names import name_pattern
from wtspec.spec.param_types import SCHEMA, check_type
from wtspec.spec.values import (
    Bound,
    Component,
    Dtype,
    Factor,
    Flag,
    Formula,
    Name,
    Outputs,
    Pattern,
    Reference,
    Size,
    Text,
    offered,
)
from wtspec.spec.weight_field import WeightField

ParamName = Annotated[
    Name, WithJsonSchema({"type": "string", "pattern": name_pattern(*OF_EVERY_LAYER)})
]
ParamType = Annotated[str, BeforeValidator(check_type)]


class ParamSpec(Section):
    """A constructor argument in its long form.

    Attributes:
        type: None only in what `param` makes of a formula, `inner: =expand * dim`.
    """

    short = "default"

    type: Annotated[ParamType | None, WithJsonSchema(SCHEMA)]
    """The type of the param's value."""
    default: Any = None
    """The value where none is given; a param without one is required."""
    min: Bound | None = None
    """The least value allowed."""
    max: Bound | None = None
    """The greatest value allowed."""
    choices: Annotated[list[Any], Field(min_length=1)] | None = None
    """The values allowed."""
    doc: str | None = None
    """What the param is, in a line."""

    @property
    def required(self) -> bool:
        """Whether whoever uses the layer must give it: null is a default like any other."""
        return "default" not in self.model_fields_set


class InputSpec(Section):
    """A tensor that `call` takes, in its long form."""

    short = "shape"

    shape: Pattern
    """The shape pattern: names of dims, sizes, formulas, ... for any dims, _ for one."""
    dtype: Dtype | None = None
    """The dtype of the tensor."""
    optional: bool = False
    """Whether it may be left out; it is none then."""
    doc: str | None = None
    """What the tensor is, in a line."""


class WeightSpec(Section):
    """A weight, with the fields of Keras's `add_weight`; `WeightField` says what becomes of one."""

    shape: Annotated[
        Annotated[Pattern | Reference, BY_KIND],
        WeightField("argument", "entries", "the shape of"),
    ]
    """The weight's shape: sizes and formulas over dims and params; [] is a scalar."""
    initializer: Annotated[
        Annotated[Component | int | float | bool, BY_KIND] | None,
        offered("initializer"),
        WeightField("argument", "draws", "the initializer of"),
    ] = None
    """The first values: a component, a number, or a formula over shape."""
    dtype: Annotated[Dtype | None, WeightField("argument", "static", "the dtype of")] = None
    """The weight's dtype; the layer's variable dtype, if left out."""
    trainable: Annotated[Flag | None, WeightField("argument", "static", "the training of")] = None
    """Whether the optimizer updates it; true, but for integers and booleans."""
    autocast: Annotated[Flag | None, WeightField("argument", "static", "the casts of")] = None
    """Whether it is cast to the compute dtype on use."""
    regularizer: Annotated[
        Component | None,
        offered("regularizer"),
        WeightField("argument", "itself", "the regularizer of"),
    ] = None
    """Adds to the loss: a component, or a formula over the weight's own name."""
    constraint: Annotated[
        Component | None,
        offered("constraint"),
        WeightField("argument", "itself", "the constraint of"),
    ] = None
    """Applied after each update: a component or a formula over the weight."""
    aggregation: Annotated[
        Literal["none", "mean", "sum", "only_first_replica"], WeightField("argument")
    ] = "none"
    """How replicas of the weight become one."""
    overwrite_with_gradient: Annotated[bool, WeightField("argument")] = False
    """Whether its gradient becomes its value, as for float8 scales."""
    when: Annotated[Formula | None, WeightField("statement", "formula", "the existence of")] = None
    """The weight exists only if this static formula holds."""
    sharding: list[str | None] | None = None
    """A mesh axis or null for each dim."""
    lr_scale: Annotated[Factor, WeightField("attribute", "static", "the learning rate of")] = 1
    """Multiplies the learning rate for this weight."""
    weight_decay: Annotated[bool, WeightField("attribute")] = True
    """Whether the optimizer's weight decay reaches it."""
    doc: Annotated[str | None, WeightField("statement")] = None
    """What the weight is, in a line."""


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
    doc: str | None = None
    """What the sublayer is, in a line."""


Input = Annotated[Pattern | InputSpec, BY_KIND]
Sublayer = Annotated[
    str | Annotated[dict[str, Any], Field(min_length=1)], BY_KIND, offered("sublayer")
]
"""Short or long form: a mapping with a `layer` key is a `SublayerSpec`."""


Weights = Annotated[
    dict[Name, WeightSpec],
    Field(description="The weights by name, each one call of Keras's add_weight."),
]
Sublayers = Annotated[
    dict[Name, Sublayer],
    Field(description="The sublayers by name: components, or the long form with the key layer."),
]
Requires = Annotated[
    list[Formula],
    Field(
        description="Static formulas over params, dims and shape(x) that must hold: "
        "dim % heads == 0."
    ),
]
Call = Annotated[
    Formula | None,
    Field(description="What is computed: one expression, or lines that end with return."),
]
Sequential = Annotated[
    Annotated[list[Sublayer], Field(min_length=1)] | None,
    Field(description="A plain stack of layers, in place of call."),
]
Returns = Annotated[
    Annotated[Outputs | dict[Name, Pattern], BY_KIND] | None,
    Field(description="The output's shape pattern; a list or mapping of them for several outputs."),
]
Mask = Annotated[
    Annotated[Literal["pass", "end"] | Reference, BY_KIND] | None,
    Field(description="What becomes of Keras's mask: pass, end, or a formula that gives another."),
]


class LayerSpec(Section):
    """A layer declared by the file."""

    doc: str | None = None
    """What the layer is, in a line."""
    params: dict[ParamName, Annotated[Any, offered("param")]] = {}
    """The arguments of the layer's constructor, with defaults or types."""
    inputs: dict[Name, Input] = {}
    """The tensors that call takes, with their shape patterns."""
    weights: Weights = {}
    layers: Sublayers = {}
    state: dict[Name, Input] = {}
    """State by name: makes the layer a recurrent cell, used as {RNN: {cell: …}}."""
    wraps: dict[Name, Pattern] = {}
    """Layers that this one takes as arguments, with their outputs' shapes."""
    requires: Requires = []
    call: Call = None
    sequential: Sequential = None
    returns: Returns = None
    mask: Mask = None


class PretrainedSpec(Section):
    """Where the model's first weights come from."""

    file: Annotated[str, Field(min_length=1)]
    """The safetensors file, relative to this one."""
    map: dict[str, str] | None = None
    """For paths of weights, a tensor's name or a formula over tensor("name")."""
    ignore: list[str] = []
    """Globs of tensors that no weight needs."""
    partial: list[str] = []
    """Globs of weights that may keep their initializer."""


class ModelSpec(Section):
    """The model: a layer whose inputs are the data's."""

    doc: str | None = None
    """What the model is, in a line."""
    inputs: Annotated[dict[Name, Input], Field(min_length=1)]
    """The model's inputs with their shapes, the batch dim included."""
    weights: Weights = {}
    layers: Sublayers = {}
    requires: Requires = []
    call: Call = None
    sequential: Sequential = None
    returns: Returns = None
    mask: Mask = None
    pretrained: PretrainedSpec | None = None
    """A safetensors file that the first weights come from."""


def is_long(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a sublayer is written in the long form."""
    return isinstance(value, dict) and "layer" in value


def sublayer(value: str | dict[str, Any]) -> SublayerSpec:
    """The long form of a validated sublayer in either form."""
    return SublayerSpec.model_validate(value if is_long(value) else {"layer": value})


def sublayer_at(value: str | dict[str, Any], node: Node, key: Span) -> SublayerSpec:
    """The same of a sublayer that stands at a place."""
    return sublayer(value).placed(node, key)


def param_at(value: object, node: Node, key: Span) -> ParamSpec:
    """The long form of a validated param, in either form, that stands at a place."""
    return param(value).placed(node, key)


def tensor_at(value: list[str | int] | InputSpec, node: Node, key: Span) -> InputSpec:
    """The long form of a validated input or state, in either form, that stands at a place."""
    return value if isinstance(value, InputSpec) else InputSpec(shape=value).placed(node, key)


def param(value: object) -> ParamSpec:
    """The long form of a validated param in either form.

    A short form's value is the default, and its type the param's; a formula's type is not known.
    """
    if isinstance(value, dict):
        return ParamSpec.model_validate(cast("object", value))
    formula = isinstance(value, str) and value.startswith("=")
    return ParamSpec(type=None if formula else _TYPES[type(value)], default=value)


_TYPES: dict[type, ParamType] = {
    bool: "bool",
    int: "int",
    float: "float",
    str: "str",
    list: "list",
}
