"""Says which rows of a source are used."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from wtspec.data.columns import Columns
from wtspec.document import Document
from wtspec.errors import Diagnostic, SpecError

Keep = Callable[[Columns], np.ndarray]
"""Says of each row whether it is used."""


def tell_unused(document: Document, origin: str, rows: int, used: int) -> tuple[str, ...]:
    """What is told of rows that `data.rows` leaves out, a sentence.

    Args:
        document: Where it says so.
        origin: Where the rows are from.
        rows: How many there are.
        used: How many of them are used.

    Raises:
        SpecError: `no-rows-left`.
    """
    of = f"{rows:,} rows of {origin}"
    if not used:
        raise SpecError(
            Diagnostic(
                "no-rows-left",
                f"of the {of} none is left",
                document.span("data", "rows"),
                expected="a formula that holds for some of them",
            )
        )
    return (f"`rows` leaves out {rows - used:,} of the {of}",) if used < rows else ()
