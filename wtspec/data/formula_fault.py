"""Says why a data formula could not be computed."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from wtspec.data.columns import Columns
from wtspec.data.dates import NoDateError
from wtspec.data.images.decode_images import BrokenImagesError
from wtspec.data.images.files_beside import OutsideRootError
from wtspec.data.images.image_fault import broken_images
from wtspec.data.number_help import number_help
from wtspec.errors import Diagnostic, Span
from wtspec.errors.memory import no_memory, ran_out


def formula_fault(
    error: Exception,
    what: str,
    columns: Columns,
    used: Iterable[str],
    span: Span | None = None,
    row_numbers: np.ndarray | None = None,
) -> Diagnostic:
    """The fault of a formula that raised.

    Args:
        error: What NumPy, or a function of this room, raised.
        what: The formula's role and name in messages: "input `pixels`".
        columns: What the formula was given.
        used: The names of the columns that it reads.
        span: Where the formula stands.
        row_numbers: Each row's place in the source, where it is not its place here.

    Returns:
        `out-of-memory`; `broken-images` and `outside-root` of pictures; `not-a-date`;
        `not-numbers` where it computes with a column of text; else `formula-failed`.
    """
    if isinstance(error, BrokenImagesError):
        return broken_images(error, columns.origin, span)
    if isinstance(error, OutsideRootError):
        help_text = "move the file, or name a wider folder with `--data-root`"
        return Diagnostic("outside-root", str(error), span, help=help_text)
    if isinstance(error, NoDateError):
        row = error.row if row_numbers is None else int(row_numbers[error.row])
        return _no_date(error, what, row, span)
    known = [(name, columns.arrays[name]) for name in used if name in columns.arrays]
    shapes = ", ".join(f"`{name}` {list(array.shape)}" for name, array in known)
    text = [name for name, array in known if array.dtype.kind == "O"]
    if ran_out(error):
        return no_memory(error, what, received=shapes or None).at(span)
    words = next(iter(str(error).splitlines()), type(error).__name__).strip()
    if text and (isinstance(error, TypeError) or words.startswith("could not convert")):
        listed = " and ".join(f"`{name}`" for name in text)
        return Diagnostic(
            "not-numbers",
            f"{what} computes with text: {words}",
            span,
            expected="numbers",
            received=f"text in {listed}",
            help=number_help(array for _, array in known if array.dtype.kind == "O")
            or "`lookup(x)` gives each text an index, `one_hot(x)` a column",
        )
    message = f"{what} can't be computed: {words}"
    return Diagnostic("formula-failed", message, span, received=shapes or None)


def _no_date(error: NoDateError, what: str, row: int, span: Span | None) -> Diagnostic:
    return Diagnostic(
        "not-a-date",
        f"{what} reads a text in row {row + 1} of the data that is no date",
        span,
        expected="ISO dates such as `2024-05-31` or `2024-05-31T12:30:00+02:00`",
        received=f"{error.text!r}",
    )
