"""What can be known of a column without reading it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Dtype = Literal["float", "int", "bool", "str"]


class ColumnInfo(Struct, frozen=True):
    """What is known of a column.

    Attributes:
        shape: Of one row; None where a size is not known.
        dtype: What its values are, or None.
        classes: How many labels it holds, counted from 0, or None.
        scalar: Whether it has no rows, and is no column.
    """

    shape: tuple[int | None, ...] = ()
    dtype: Dtype | None = None
    classes: int | None = None
    scalar: bool = False


Columns = Mapping[str, ColumnInfo]


def dtype_of(name: str | None) -> Dtype | None:
    """The kind of column of that name, or None."""
    kinds: tuple[Dtype, ...] = ("float", "int", "bool", "str")
    return next((kind for kind in kinds if kind == name), None)
