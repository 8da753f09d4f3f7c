"""`layers`: what a layer declares. A model is a layer too."""

from typing import Annotated, Any, Literal, TypeGuard, cast

from pydantic import BeforeValidator, Field

from wtspec.spec.base import Section
from wtspec.spec.kinds import BY_KIND
from wtspec.spec.param_types import check_type
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
)

ParamType = Annotated[str, BeforeValidator(check_type)]


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
    min: Bound | None = None
    max: Bound | None = None
    choices: Annotated[list[Any], Field(min_length=1)] | None = None
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

    shape: Annotated[Pattern | Reference, BY_KIND]
    initializer: Annotated[Component | int | float | bool, BY_KIND] | None = None
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
    repeat: Annotated[Size | Text, BY_KIND] | None = None
    when: Formula | None = None
    trainable: bool = True
    remat: bool = False
    scan: bool = False
    doc: str | None = None


Input = Annotated[Pattern | InputSpec, BY_KIND]
Sublayer = Annotated[str | Annotated[dict[str, Any], Field(min_length=1)], BY_KIND]
"""Short or long form: a mapping with a `layer` key is a `SublayerSpec`."""


Mask = Annotated[Literal["pass", "end"] | Reference, BY_KIND]
"""What becomes of a mask; a formula gives another."""


Returns = Annotated[Outputs | dict[Name, Pattern], BY_KIND]

Requires = list[Formula]
"""Static formulas that must hold where a layer is made or built."""


class LayerSpec(Section):
    """A layer declared by the file."""

    doc: str | None = None
    params: dict[Name, Any] = {}
    inputs: dict[Name, Input] = {}
    weights: dict[Name, WeightSpec] = {}
    layers: dict[Name, Sublayer] = {}
    state: dict[Name, Input] = {}
    wraps: dict[Name, Pattern] = {}
    requires: Requires = []
    call: Formula | None = None
    sequential: Annotated[list[Sublayer], Field(min_length=1)] | None = None
    returns: Returns | None = None
    mask: Mask | None = None


class PretrainedSpec(Section):
    """Where the model's first weights come from."""

    file: Annotated[str, Field(min_length=1)]
    map: dict[str, str] | None = None
    ignore: list[str] = []
    partial: list[str] = []


class ModelSpec(Section):
    """The model: a layer whose inputs are the data's."""

    doc: str | None = None
    inputs: Annotated[dict[Name, Input], Field(min_length=1)]
    weights: dict[Name, WeightSpec] = {}
    layers: dict[Name, Sublayer] = {}
    requires: Requires = []
    call: Formula | None = None
    sequential: Annotated[list[Sublayer], Field(min_length=1)] | None = None
    returns: Returns | None = None
    mask: Mask | None = None
    pretrained: PretrainedSpec | None = None


def is_long(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a sublayer is written in the long form."""
    return isinstance(value, dict) and "layer" in value


def sublayer(value: str | dict[str, Any]) -> SublayerSpec:
    """The long form of a validated sublayer in either form."""
    return SublayerSpec.model_validate(value if is_long(value) else {"layer": value})


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
