"""Tells how the numbers of a table are written. Free of NumPy."""

from __future__ import annotations

from collections.abc import Sequence

from wtspec.sources.dialect import THOUSANDS
from wtspec.sources.number_forms import is_number

PLAIN = (".", "")
NumberForm = tuple[str, str]
"""What stands before a fraction, and between thousands."""

_FORMS: tuple[NumberForm, ...] = (
    (",", ""),
    (".", ","),
    (",", "."),
    *((point, between) for between in THOUSANDS[2:] for point in (".", ",")),
)
Cells = Sequence[str]


def number_form(columns: Sequence[Cells], separator: str) -> NumberForm:
    """The form of the numbers of a table.

    It is another than the usual one only where columns become numbers by it, and none that is of
    numbers ceases to be.

    Args:
        columns: The cells of each that mean something.
        separator: What parts the columns: where that is `;`, a comma is rather in a number.
    """
    plain = [cells for cells in columns if cells and _fits(cells, PLAIN)]
    odd = [cells for cells in columns if cells and not _fits(cells, PLAIN)]
    found = [(form, sum(_fits(cells, form) for cells in odd)) for form in _ordered(odd, separator)]
    found = [(form, count) for form, count in found if count and _keeps(plain, form)]
    return max(found, key=lambda one: one[1])[0] if found else PLAIN


def _ordered(odd: Sequence[Cells], separator: str) -> list[NumberForm]:
    """The forms, the likelier ones first: `1,234` may be either."""
    comma, thousands, *others = _FORMS
    either = [cells for cells in odd if _fits(cells, comma) and _fits(cells, thousands)]
    ungrouped = any(
        cell.strip().isdecimal() and int(cell) >= 1000 for cells in either for cell in cells
    )
    first = [comma, thousands] if separator == ";" or ungrouped else [thousands, comma]
    return [*first, *others]


def _fits(cells: Cells, form: NumberForm) -> bool:
    return all(is_number(cell, *form) for cell in cells)


def _keeps(plain: Sequence[Cells], form: NumberForm) -> bool:
    return form[0] == "." or all(_fits(cells, form) for cells in plain)
