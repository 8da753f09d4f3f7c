"""The kinds of value that sections share."""

from typing import Annotated, Any, Literal

from msgspec import Struct
from msgspec.structs import asdict

from wtspec.spec.names import check_file_name, check_name


class Limits(Struct, frozen=True):
    """Bounds in an annotation, `Annotated[int, Limits(ge=1)]`, in pydantic's words."""

    ge: float | None = None
    gt: float | None = None
    lt: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None

    @property
    def given(self) -> dict[str, Any]:
        """The bounds that are set, by name."""
        return {name: limit for name, limit in asdict(self).items() if limit is not None}


def as_text(value: object) -> object:
    """A formula may be a bare number or truth value: `shape: [3, n]`, `when: true`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, int | float) else value


FileName = Annotated[str, check_file_name]
Name = Annotated[str, check_name]
Formula = Annotated[str, as_text, Limits(min_length=1)]
"""Text that only a formula can be; the `=` before it is optional."""

Reference = Annotated[str, Limits(pattern="^=")]
"""A formula where a plain value is usual, so that its `=` is required."""

Pattern = Annotated[list[str | Annotated[int, Limits(ge=0)]], Limits(max_length=64)]
"""A shape pattern or a weight's shape: dim names, sizes, `...`, `_`, formulas. NumPy has no arrays
of more axes."""

Outputs = Annotated[list[str | Annotated[int, Limits(ge=0)] | Pattern], Limits(max_length=64)]
"""A shape pattern, or a list of them, one for each of several outputs."""

Component = str | Annotated[dict[str, Any], Limits(min_length=1, max_length=1)]
"""`Name`, `{Name: value}` or `{Name: {argument: value}}`; checked against the catalog later."""

COLUMN_DTYPES = Literal[
    "float16", "float32", "float64", "bfloat16", "float8_e4m3fn", "float8_e5m2",
    "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "bool",
]  # fmt: skip
DTYPES = Literal[
    "float16", "float32", "bfloat16", "float8_e4m3fn", "float8_e5m2",
    "int8", "int16", "int32", "uint8", "uint16", "uint32", "bool",
    "float64", "int64", "uint64",
]  # fmt: skip
"""The last three are read so that they can be refused with a reason."""
Dtype = DTYPES | Reference

Whole = Annotated[int, Limits(ge=0)] | Reference
Positive = Annotated[int, Limits(ge=1)] | Reference
Size = Annotated[int, Limits(ge=1)]
Number = int | float | Reference
Factor = Annotated[int, Limits(ge=0)] | Annotated[float, Limits(ge=0)] | Reference
Flag = bool | Reference
Text = Annotated[str, Limits(min_length=1)]
