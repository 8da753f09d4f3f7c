"""A param: a constructor argument of a layer, or a knob of the file."""

from typing import Annotated, Any, cast

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from wtspec.catalog import OF_EVERY_LAYER
from wtspec.spec.base import Section
from wtspec.spec.kinds import kind
from wtspec.spec.names import name_pattern
from wtspec.spec.param_types import SCHEMA, TYPE_WORDS, check_type
from wtspec.spec.prose import Prose
from wtspec.spec.values import Bound, Name, offered

ParamType = Annotated[str, BeforeValidator(check_type)]


class ParamSpec(Section):
    """A constructor argument; its type is None only where a formula is the short form."""

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
    doc: Prose = None
    """What the param is, in a line."""

    @property
    def required(self) -> bool:
        """Whether whoever uses the layer must give it: null is a default like any other."""
        return "default" not in self.model_fields_set

    @property
    def in_short(self) -> bool:
        """Whether the default alone says all that was set."""
        given = self.model_fields_set == {"type", "default"}
        return given and _tells_type(self.default) and _type_of(self.default) == self.type


def _as_param(value: object) -> object:
    """A param's long form: a plain value is its default and tells its type, but for a formula."""
    if _has_type(value):
        return value
    if not _tells_type(value):
        fault = "type_as_default" if isinstance(value, str) else "no_type"
        raise PydanticCustomError(fault, "a default that tells the type")
    return ParamSpec.model_construct(type=_type_of(value), default=value)


def _tells_type(default: object) -> bool:
    return default not in TYPE_WORDS if isinstance(default, str) else type(default) in _TYPES


def _type_of(default: object) -> str | None:
    return None if kind(default) == "formula" else _TYPES[type(default)]


_TYPES: dict[type, str] = {bool: "bool", int: "int", float: "float", str: "str", list: "list"}


def _has_type(value: object) -> bool:
    given = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    return isinstance(value, ParamSpec) or given.get("type") is not None


ParamName = Annotated[
    Name, WithJsonSchema({"type": "string", "pattern": name_pattern(*OF_EVERY_LAYER)})
]
Param = Annotated[ParamSpec, BeforeValidator(_as_param), offered("param")]
FileParam = Annotated[ParamSpec, BeforeValidator(_as_param), offered("file param")]
