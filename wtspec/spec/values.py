"""The kinds of value that sections share."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, WithJsonSchema

from wtspec.spec.kinds import BY_KIND, Takes
from wtspec.spec.names import FILE_NAME, check_file_name, check_name, name_pattern


def offered(name: str) -> WithJsonSchema:
    """In an annotation: Keras or the file say what may stand there, as `wtspec.schema` knows."""
    return WithJsonSchema({"offered": name})


def as_text(value: object) -> object:
    """A formula may be a bare number or truth value: `shape: [3, n]`, `when: true`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, int | float) else value


FileName = Annotated[
    str,
    BeforeValidator(check_file_name),
    WithJsonSchema({"type": "string", "pattern": f"^{FILE_NAME.pattern}$"}),
]
Name = Annotated[
    str,
    BeforeValidator(check_name),
    WithJsonSchema({"type": "string", "pattern": name_pattern()}),
]
Formula = Annotated[
    str,
    Field(min_length=1),
    BeforeValidator(as_text),
    Takes(("text", "formula", "bool", "int", "float"), "a formula"),
    WithJsonSchema({"type": ["string", "number", "boolean"], "minLength": 1}),
]
"""Text that only a formula can be; the `=` before it is optional."""

Reference = Annotated[
    str, Field(pattern="^="), Takes(("formula",), "a formula that starts with `=`")
]
"""A formula where a plain value is usual, so that its `=` is required."""

Axis = Annotated[str | Annotated[int, Field(ge=0)], BY_KIND]
Pattern = Annotated[list[Axis], Field(max_length=64)]
"""A shape pattern or a weight's shape: dim names, sizes, `...`, `_`, formulas. NumPy has no arrays
of more axes."""

Outputs = Annotated[list[Annotated[Axis | Pattern, BY_KIND]], Field(max_length=64)]
"""A shape pattern, or a list of them, one for each of several outputs."""

Component = Annotated[str | Annotated[dict[str, Any], Field(min_length=1, max_length=1)], BY_KIND]
"""`Name`, `{Name: value}` or `{Name: {argument: value}}`; checked against the catalog later."""

COLUMN_DTYPES = Literal[
    "float16", "float32", "float64", "bfloat16", "float8_e4m3fn", "float8_e5m2",
    "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "bool",
]  # fmt: skip
NARROW = Literal[
    "float16", "float32", "bfloat16", "float8_e4m3fn", "float8_e5m2",
    "int8", "int16", "int32", "uint8", "uint16", "uint32", "bool",
]  # fmt: skip
DTYPES = Annotated[
    Literal[NARROW, "float64", "int64", "uint64"],
    WithJsonSchema({"enum": [*get_args(NARROW)]}),
]
"""Those of 64 bits are read so that they can be refused with a reason."""
Dtype = Annotated[DTYPES | Reference, BY_KIND]

Whole = Annotated[Annotated[int, Field(ge=0)] | Reference, BY_KIND]
Positive = Annotated[Annotated[int, Field(ge=1)] | Reference, BY_KIND]
Size = Annotated[int, Field(ge=1)]
Number = Annotated[int | float | Reference, BY_KIND]
Bound = Annotated[int | float, BY_KIND]
Factor = Annotated[Annotated[int, Field(ge=0)] | Annotated[float, Field(ge=0)] | Reference, BY_KIND]
Flag = Annotated[bool | Reference, BY_KIND]
Sharding = list[str | None]
"""A mesh axis or null for each dim of a weight."""
Text = Annotated[str, Field(min_length=1)]
