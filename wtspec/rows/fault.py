"""What is said of a formula in which rows would mix."""

from __future__ import annotations

from typing import Literal

from wtspec.sources.formulas import FUNCTIONS

How = Literal["combined", "count", "pairs", "places", "unlike", "moved"]

WORDS: dict[How, str] = {
    "combined": "{what} combines all rows",
    "count": "{what} depends on how many rows there are",
    "pairs": "{what} lets each row meet every other one",
    "places": "{what} depends on where a row stands among the others",
    "unlike": "{what} sets the rows against an axis that is none of rows",
    "moved": "{what} takes the rows from the first axis",
}
_LEARNING = "`standardize`, `impute`, `lookup` and their like learn from the training rows"
_WINDOWS = "a source `{windows: …}` gives each row those before it"


class Mixed(Exception):  # noqa: N818 - it says what happens, and is reported as a fault
    """Rows would mix; it does not know its place yet.

    Attributes:
        how: In which way.
        along: Whether the function may go along another axis, which its help then says.
        repair: What to write instead, where that is known.
        received: The shapes that do not go together.
    """

    def __init__(
        self,
        how: How,
        *,
        along: bool = False,
        repair: str | None = None,
        received: str | None = None,
    ) -> None:
        super().__init__(how)
        self.received = received
        self.how: How = how
        self.along = along
        self.repair = repair


def help_for(fault: Mixed, function: str | None) -> str:
    """What to write instead: what goes along a row, or what learns from the training rows."""
    if fault.repair is not None:
        return fault.repair
    if fault.how == "moved":
        return "the rows stay the first axis: `stack([a, b], axis=-1)` makes columns of a table"
    if fault.how in ("pairs", "unlike"):
        return "a number a row is given a second axis by `expand_dims(a, -1)`"
    along = "`axis=-1` goes along each row; " if fault.along else ""
    row = FUNCTIONS.row(function) if function is not None else None
    instead = row.values.get("instead") if row is not None else None
    learns = f"`{instead}(x)` learns from the training rows" if instead else _LEARNING
    learns = _WINDOWS if instead == "windows" else learns
    return f"{along}{learns}"
