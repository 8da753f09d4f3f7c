"""The columns of a source, read."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from wtspec.data.images.files_beside import FilesBeside
from wtspec.data.readers.plain_array import plain_array
from wtspec.errors import Diagnostic, Span, SpecError, did_you_mean, one_of


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Named arrays of equally many rows.

    Numbers are arrays of numbers, NaN where one is missing (so an int column with missing values
    is of floats). Text is an array of `str` objects, `""` where one is missing.

    Attributes:
        arrays: The columns; the first axis is the rows.
        origin: Where they are from, for messages.
        scalars: The names of what came along without rows; no formula can read it.
        files: Finds the files that cells name; None where no formula may ask for any.
        axes: How many axes a number a row has: one, and one more in windows of rows.
        numbers: Each row's place in its source, None where that is its place here; of a window,
            that of its last row.
        told: What became of other rows, in a sentence each.
    """

    arrays: dict[str, np.ndarray]
    origin: str
    scalars: tuple[str, ...] = ()
    files: FilesBeside | None = None
    axes: int = 1
    numbers: np.ndarray | None = None
    told: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows each column has."""
        return len(next(iter(self.arrays.values())))

    def take(self, rows: np.ndarray) -> Columns:
        """Some of the rows, by their indices."""
        arrays = {name: array[rows] for name, array in self.arrays.items()}
        numbers = None if self.numbers is None else self.numbers[rows]
        return replace(self, arrays=arrays, numbers=numbers)


def columns_from_arrays(
    arrays: Mapping[str, ArrayLike], origin: str = "the given arrays", span: Span | None = None
) -> Columns:
    """Columns of arrays, lists, Arrow's columns or whatever NumPy takes for an array.

    Raises:
        SpecError: `no-rows`, `unequal-lengths`, `scalar-column`, `not-numbers`.
    """
    plain = {name: _plain(name, values, origin, span) for name, values in arrays.items()}
    scalars = tuple(name for name, array in plain.items() if array.ndim == 0)
    if scalars and len(scalars) == len(plain):
        raise SpecError(scalar_fault(scalars[0], origin, span))
    arrays = {name: array for name, array in plain.items() if array.ndim > 0}
    _check_lengths(arrays, origin, span)
    return Columns(arrays, origin, scalars)


def scalar_fault(name: str, origin: str, span: Span | None) -> Diagnostic:
    """The fault of what is asked for as a column and has no rows."""
    message = f"`{name}` of {origin} is a scalar, without rows"
    return Diagnostic("scalar-column", message, span, "arrays whose first axis is the rows")


def unknown_column(name: str, columns: Columns, span: Span | None) -> Diagnostic:
    """The fault of a name that no column has."""
    return Diagnostic(
        "unknown-column",
        f"{columns.origin} has no column `{name}`",
        span,
        expected=one_of(columns.arrays),
        help=did_you_mean(name, columns.arrays),
    )


def _plain(name: str, values: ArrayLike, origin: str, span: Span | None) -> np.ndarray:
    try:
        return _array(values)
    except (ValueError, TypeError) as error:  # rows of several lengths, objects that refuse
        message = f"`{name}` of {origin} is no array: {error}"
        expected = "numbers or texts, of one shape in each row"
        raise _fault("not-numbers", message, span, expected=expected) from error


def _array(values: ArrayLike) -> np.ndarray:
    """What Arrow or polars hold is read as a column of a Parquet file is."""
    held = values.to_arrow() if hasattr(values, "to_arrow") else values  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
    arrow = sys.modules.get("pyarrow")
    if arrow is None or not isinstance(held, arrow.Array | arrow.ChunkedArray):
        return plain_array(values)
    from wtspec.data.readers.arrow_columns import column_array

    return column_array(arrow.chunked_array([held]) if isinstance(held, arrow.Array) else held)


def _check_lengths(arrays: Mapping[str, np.ndarray], origin: str, span: Span | None) -> None:
    lengths = {name: len(array) for name, array in arrays.items()}
    if not any(lengths.values()):
        raise _fault("no-rows", f"{origin} has no rows", span, expected="at least one")
    if len(set(lengths.values())) > 1:
        received = ", ".join(f"`{name}` {length}" for name, length in list(lengths.items())[:8])
        message = f"the columns of {origin} differ in their rows"
        expected = "the same number of rows in each"
        raise _fault("unequal-lengths", message, span, expected=expected, received=received)


def column_types(columns: Columns) -> dict[str, str]:
    """Each one-number or text column's type, as `SourceRequest.types` takes it.

    Saved with a run, so that a later file is read as the training file was, even where it alone
    would suggest another type.
    """
    names = {"f": "float", "i": "int", "u": "int", "b": "bool", "O": "str"}
    return {
        name: names[array.dtype.kind]
        for name, array in columns.arrays.items()
        if array.ndim == columns.axes and array.dtype.kind in names
    }


def _fault(
    code: str, message: str, span: Span | None, *, expected: str, received: str | None = None
) -> SpecError:
    return SpecError(Diagnostic(code, message, span, expected=expected, received=received))
