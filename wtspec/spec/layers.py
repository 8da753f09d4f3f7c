"""`layers`: what a layer declares. A model is a layer too."""

from dataclasses import field
from typing import Annotated, Any, Literal, TypeGuard, cast

from wtspec.spec.param_types import check_type
from wtspec.spec.schema import construct
from wtspec.spec.section import Section
from wtspec.spec.values import (
    Component,
    Dtype,
    Factor,
    Flag,
    Formula,
    Limits,
    Name,
    Outputs,
    Pattern,
    Reference,
    Size,
    Text,
)

ParamType = Annotated[str, check_type]


class Required:
    """The default of a param that has none; None is a default like any other."""

    def __repr__(self) -> str:
        return "REQUIRED"


REQUIRED = Required()


class ParamSpec(Section):
    """A constructor argument in its long form.

    Attributes:
        type: None only in what `param` makes of a formula, `inner: =expand * dim`.
        default: `REQUIRED` where none is given.
    """

    type: ParamType | None
    default: Any = REQUIRED
    min: int | float | None = None
    max: int | float | None = None
    choices: Annotated[list[Any], Limits(min_length=1)] | None = None
    doc: str | None = None

    @property
    def required(self) -> bool:
        """Whether whoever uses the layer must give it."""
        return isinstance(self.default, Required)


class InputSpec(Section):
    """A tensor that `call` takes, in its long form."""

    shape: Pattern
    dtype: Dtype | None = None
    optional: bool = False
    doc: str | None = None


class WeightSpec(Section):
    """A weight, with the fields of Keras's `add_weight`."""

    shape: Pattern | Reference
    initializer: Component | int | float | bool | None = None
    dtype: Dtype | None = None
    trainable: Flag | None = None
    autocast: Flag | None = None
    regularizer: Component | None = None
    constraint: Component | None = None
    aggregation: Literal["none", "mean", "sum", "only_first_replica"] = "none"
    overwrite_with_gradient: bool = False
    when: Formula | None = None
    sharding: list[str | None] | None = None
    lr_scale: Factor = 1
    weight_decay: bool = True
    doc: str | None = None


class SublayerSpec(Section):
    """A sublayer in its long form."""

    layer: Component
    name: Name | None = None
    repeat: Size | Text | None = None
    when: Formula | None = None
    trainable: bool = True
    remat: bool = False
    scan: bool = False
    doc: str | None = None


Input = Pattern | InputSpec
Sublayer = str | Annotated[dict[str, Any], Limits(min_length=1)]
"""Short or long form: a mapping with a `layer` key is a `SublayerSpec`."""


Mask = Literal["pass", "end"] | Reference
"""What becomes of a mask; a formula gives another."""


Requires = list[Formula]
"""Static formulas that must hold where a layer is made or built."""


class LayerSpec(Section):
    """A layer declared by the file."""

    doc: str | None = None
    params: dict[Name, Any] = field(default_factory=dict)
    inputs: dict[Name, Input] = field(default_factory=dict)
    weights: dict[Name, WeightSpec] = field(default_factory=dict)
    layers: dict[Name, Sublayer] = field(default_factory=dict)
    state: dict[Name, Input] = field(default_factory=dict)
    wraps: dict[Name, Pattern] = field(default_factory=dict)
    requires: Requires = field(default_factory=list)
    call: Formula | None = None
    sequential: Annotated[list[Sublayer], Limits(min_length=1)] | None = None
    returns: Outputs | dict[Name, Pattern] | None = None
    mask: Mask | None = None


class PretrainedSpec(Section):
    """Where the model's first weights come from."""

    file: Annotated[str, Limits(min_length=1)]
    map: dict[str, str] | None = None
    ignore: list[str] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)


class ModelSpec(Section):
    """The model: a layer whose inputs are the data's."""

    doc: str | None = None
    inputs: Annotated[dict[Name, Input], Limits(min_length=1)]
    weights: dict[Name, WeightSpec] = field(default_factory=dict)
    layers: dict[Name, Sublayer] = field(default_factory=dict)
    requires: Requires = field(default_factory=list)
    call: Formula | None = None
    sequential: Annotated[list[Sublayer], Limits(min_length=1)] | None = None
    returns: Outputs | dict[Name, Pattern] | None = None
    mask: Mask | None = None
    pretrained: PretrainedSpec | None = None


def is_long(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a sublayer is written in the long form."""
    return isinstance(value, dict) and "layer" in value


def sublayer(value: str | dict[str, Any]) -> SublayerSpec:
    """The long form of a validated sublayer in either form."""
    return construct(SublayerSpec, value if is_long(value) else {"layer": value})


def param(value: object) -> ParamSpec:
    """The long form of a validated param in either form.

    A short form's value is the default, and its type the param's; a formula's type is not known.
    """
    if isinstance(value, dict):
        return construct(ParamSpec, cast("object", value))
    formula = isinstance(value, str) and value.startswith("=")
    return ParamSpec(type=None if formula else _TYPES[type(value)], default=value)


_TYPES: dict[type, ParamType] = {
    bool: "bool",
    int: "int",
    float: "float",
    str: "str",
    list: "list",
}
