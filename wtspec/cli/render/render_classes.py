"""How well classes are told apart, as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wtspec.report.quantity import in_short
from wtspec.report.tables import align

if TYPE_CHECKING:
    from wtspec.runs.predictions.by_class import ClassTable

_LONGEST = 60


def classes_as_text(table: ClassTable, width: int | None = None) -> str:
    """A line for each class: its rows, the share recognized, the share rightly taken for it."""
    own = table.output if table.output in ("", table.column) else f"{table.output} {table.column}"
    rows = [
        (one.name[:_LONGEST], f"{one.rows:,}", _share(one.recall), _share(one.precision))
        for one in table.classes
    ]
    head = (own or table.column, "rows", "recall", "precision")
    return align([head, *rows], right=(1, 2, 3), width=width, cuts=(0,))


def classes_as_json(tables: Sequence[ClassTable]) -> object:
    """The same by the names of classes; of several outputs by their names first."""
    found = {
        table.output: {
            one.name: {"rows": one.rows, "recall": one.recall, "precision": one.precision}
            for one in table.classes
        }
        for table in tables
    }
    return found.get("", found)


def _share(value: float | None) -> str:
    return "-" if value is None else in_short(value)
