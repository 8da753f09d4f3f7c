"""Turns the annotations of sections into validators of pydantic's engine.

The engine is used without `pydantic.BaseModel`: importing that and building models with it takes
longer than all the rest of `validate`. A union is settled by the kind of YAML value that stands
there, never by trying one branch after the other, so that one mistake gives one error.
"""

from dataclasses import MISSING
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin

from pydantic_core import CoreSchema, SchemaValidator, core_schema

from wtspec.spec.section import Section, default_of, keys_of
from wtspec.spec.values import Limits

TAG = "\0"
"""Begins the steps that pydantic adds for a union's branch; no key of a YAML file holds it."""

KINDS = ("null", "bool", "int", "float", "text", "formula", "list", "mapping")

_LEAVES: dict[object, CoreSchema] = {
    Any: core_schema.any_schema(),
    str: core_schema.str_schema(strict=True),
    int: core_schema.int_schema(strict=True),
    float: core_schema.float_schema(strict=True, allow_inf_nan=False),
    bool: core_schema.bool_schema(strict=True),
    NoneType: core_schema.none_schema(),
}
_CLAIMS = {
    "none": ("null",),
    "bool": ("bool",),
    "int": ("int",),
    "float": ("float", "int"),
    "str": ("text", "formula"),
    "literal": ("text",),
    "function-before": ("text", "formula", "bool", "int", "float"),
    "list": ("list",),
    "dict": ("mapping",),
    "dataclass": ("mapping",),
}
_WORDS = {
    "none": "nothing",
    "bool": "`true` or `false`",
    "int": "a whole number",
    "float": "a number",
    "str": "text",
    "literal": "one of its choices",
    "function-before": "a formula",
    "list": "a list",
    "dict": "a mapping",
    "dataclass": "a mapping",
}

Built = TypeVar("Built")


def construct(section: type[Built], value: object) -> Built:
    """A section from plain values.

    Raises:
        pydantic_core.ValidationError: They do not fit.
    """
    return validator(section).validate_python(value)


@cache
def validator(annotation: object) -> SchemaValidator:
    """The validator of what an annotation says, built when it is first asked for."""
    return SchemaValidator(_schema(annotation))


def kind(value: object) -> str:
    """The kind of a plain YAML value, one of `KINDS`."""
    return _tag(value).removeprefix(TAG)


def _tag(value: object) -> str:
    """The branch of a union that is meant for a value."""
    if isinstance(value, str):
        return _FORMULA if value.startswith("=") else _TEXT
    return _TAG_OF.get(type(value), _NULL)


_FORMULA, _TEXT, _NULL = TAG + "formula", TAG + "text", TAG + "null"
_TAG_OF: dict[type, str] = {
    bool: TAG + "bool",
    int: TAG + "int",
    float: TAG + "float",
    list: TAG + "list",
    dict: TAG + "mapping",
}


@cache
def _schema(annotation: object) -> CoreSchema:
    leaf = _LEAVES.get(annotation)
    if leaf is not None:
        return leaf
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return _section(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _annotated(*arguments)
    if origin is Literal:
        return core_schema.literal_schema(list(arguments))
    if origin is list:
        return core_schema.list_schema(_schema(arguments[0]), strict=True)
    if origin is dict:
        return core_schema.dict_schema(_schema(arguments[0]), _schema(arguments[1]), strict=True)
    if origin in (Union, UnionType):
        return _union(arguments)
    raise TypeError(f"a section can't hold {annotation}")


def _section(section: type[Section]) -> CoreSchema:
    names = list(keys_of(section))
    keys = [core_schema.dataclass_field(name, _key(section, name), kw_only=True) for name in names]
    arguments = core_schema.dataclass_args_schema(section.__name__, keys, extra_behavior="forbid")
    return core_schema.dataclass_schema(section, arguments, names, frozen=True)


def _key(section: type[Section], name: str) -> CoreSchema:
    schema = _schema(keys_of(section)[name])
    default = default_of(section, name)
    if default is MISSING:
        return schema
    if isinstance(default, (list, dict)):  # each section has its own
        return core_schema.with_default_schema(
            schema, default_factory=lambda: default_of(section, name)
        )
    return core_schema.with_default_schema(schema, default=default)


def _annotated(base: object, *extras: object) -> CoreSchema:
    schema = _schema(base)
    for extra in reversed(extras):
        if isinstance(extra, Limits):
            schema = cast("CoreSchema", {**schema, **extra.given})
        elif callable(extra):
            schema = core_schema.no_info_before_validator_function(extra, schema)
    return schema


def _union(branches: tuple[object, ...]) -> CoreSchema:
    schemas = [_schema(branch) for branch in branches if branch is not NoneType]
    inner = schemas[0] if len(schemas) == 1 else _by_kind(schemas)
    return core_schema.nullable_schema(inner) if NoneType in branches else inner


def _by_kind(schemas: list[CoreSchema]) -> CoreSchema:
    choices: dict[str, CoreSchema] = {}
    for schema in schemas:
        for claimed in _claims(schema):
            choices.setdefault(claimed, schema)
    words = _words(schemas)
    if "formula" in choices and "text" not in choices:
        choices["text"] = core_schema.custom_error_schema(
            core_schema.none_schema(),
            "bare_formula",
            custom_error_message="not a formula",
            custom_error_context={"expected": words},
        )
    return core_schema.tagged_union_schema(
        {TAG + claimed: schema for claimed, schema in choices.items()},
        _tag,
        custom_error_type="wrong_kind",
        custom_error_message="wrong kind",
        custom_error_context={"expected": words},
    )


def _claims(schema: CoreSchema) -> tuple[str, ...]:
    if "pattern" in schema:
        return ("formula",)
    if schema["type"] == "tagged-union":
        return tuple(claimed.removeprefix(TAG) for claimed in map(str, schema["choices"]))
    return _CLAIMS[schema["type"]]


def _words(schemas: list[CoreSchema]) -> str:
    words: dict[str, None] = {}
    for schema in schemas:
        words.setdefault(_word(schema))
    if "a number" in words:
        words.pop("a whole number", None)
    return " or ".join(words)


def _word(schema: CoreSchema) -> str:
    if "pattern" in schema:
        return "a formula that starts with `=`"
    if schema["type"] == "tagged-union":
        return str(schema.get("custom_error_context", {}).get("expected"))
    return _WORDS[schema["type"]]
