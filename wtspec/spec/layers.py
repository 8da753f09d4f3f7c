"""`layers`: what a layer declares. A model is a layer too."""

from typing import Annotated, Literal

from pydantic import Field

from wtspec.spec.base import Section
from wtspec.spec.kinds import BY_KIND, Short
from wtspec.spec.param import Param, ParamName
from wtspec.spec.prose import Prose
from wtspec.spec.sublayer import Sublayer
from wtspec.spec.values import (
    Component,
    Dtype,
    Factor,
    Flag,
    Formula,
    Name,
    Outputs,
    Pattern,
    Reference,
    Sharding,
    offered,
)
from wtspec.spec.weight_field import WeightField


class InputSpec(Section):
    """A tensor that `call` takes, in its long form."""

    short = "shape"

    shape: Pattern
    """The shape pattern: names of dims, sizes, formulas, ... for any dims, _ for one."""
    dtype: Dtype | None = None
    """The dtype of the tensor."""
    optional: bool = False
    """Whether it may be left out; it is none then."""
    doc: Prose = None
    """What the tensor is, in a line."""


Input = Annotated[InputSpec, Short(Pattern)]


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
    sharding: Annotated[Sharding | None, WeightField("mesh")] = None
    """A mesh axis or null for each dim."""
    lr_scale: Annotated[Factor, WeightField("attribute", "static", "the learning rate of")] = 1
    """Multiplies the learning rate for this weight."""
    weight_decay: Annotated[bool, WeightField("attribute")] = True
    """Whether the optimizer's weight decay reaches it."""
    doc: Annotated[Prose, WeightField("statement")] = None
    """What the weight is, in a line."""


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

    doc: Prose = None
    """What the layer is, in a line."""
    params: dict[ParamName, Param] = {}
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

    doc: Prose = None
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
