"""Parts a sample of a CSV file into cells. Free of NumPy."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable

from msgspec import Struct

from wtspec.sources.date_forms import is_date
from wtspec.sources.dialect import NULLS
from wtspec.sources.number_forms import is_number

SEPARATORS = (",", ";", "\t", "|", " ")
_MOST_ROWS = 400

Rows = list[list[str]]


class Parting(Struct, frozen=True):
    """A sample's rows, as one separator and one quote part them.

    Attributes:
        rows: The header's first.
        even: The share of the rows that have as many cells as the header.
        typed: The share of their cells that are a number, a date or empty.
    """

    separator: str
    quote: str
    rows: Rows
    even: float
    typed: float

    @property
    def width(self) -> int:
        """How many columns the header has."""
        return len(self.rows[0]) if self.rows else 0


def part(text: str, separator: str, quote: str) -> Parting:
    """The rows of the head of a file."""
    rows = part_rows(text, separator, quote, _MOST_ROWS)
    body = rows[1:]
    width = len(rows[0]) if rows else 0
    fit = [row for row in body if len(row) == width]
    cells = [cell for row in fit for cell in row]
    typed = sum(map(_is_typed, cells)) / len(cells) if cells else 0.0
    return Parting(separator, quote, rows, len(fit) / len(body) if body else 1.0, typed)


def part_rows(text: str, separator: str, quote: str, most: int | None = None) -> Rows:
    """The rows of a text that are not empty, or about as many of them as are asked for."""
    lines = text.replace("\0", "").splitlines(keepends=True)
    reader = csv.reader(
        lines,
        delimiter=separator,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    rows: Rows = []
    try:
        for row in reader:
            if row:
                rows.append(row)
            if most is not None and len(rows) > most:
                break
    except csv.Error:  # a cell without an end
        return rows
    return rows


def best_parting(text: str) -> Parting:
    """The separator and the quote by which the head of a file is a table.

    What gives each row as many cells as the header has is right; of several such, what makes the
    most cells numbers or dates. Where nothing does, the file has one column, or faults.
    """
    quoted = [part(text, separator, '"') for separator in SEPARATORS]
    tables = [one for one in quoted if _is_table(one)]
    for quote in ("'", ""):
        if not any(one.even == 1 for one in tables) and (quote or '"') in text:
            others = [part(text, separator, quote) for separator in SEPARATORS]
            others = [one for one in others if one.even == 1 and len(one.rows) > 1]
            tables += [one for one in others if _is_table(one)]
    if not tables:
        return quoted[0] if quoted[0].width > 1 else max(quoted[:4], key=_is_likely)
    return _in_apostrophes(text, max(tables, key=lambda one: (one.even == 1, one.typed, one.width)))


def _is_table(parting: Parting) -> bool:
    if parting.width < 2 or parting.even < 0.9:
        return False
    if parting.separator == " ":  # prose has blanks, too
        return parting.width > 2 and parting.even == 1 and parting.typed > 0.7
    return True


def _is_likely(parting: Parting) -> tuple[bool, float]:
    return parting.width > 1 and parting.even > 0.5, parting.even * (parting.width > 1)


def _in_apostrophes(text: str, parting: Parting) -> Parting:
    """The same with `'` as its quote, where that stands around the header or all of a column."""
    columns = list(zip(*[row for row in parting.rows if len(row) == parting.width], strict=True))
    if not any(map(_is_enclosed, [*(column[1:] for column in columns), parting.rows[0]])):
        return parting
    other = part(text, parting.separator, "'")
    return other if _is_table(other) and other.even >= parting.even else parting


def _is_enclosed(cells: Iterable[str]) -> bool:
    cells = [cell for cell in cells if cell]
    return len(cells) > 0 and all(re.fullmatch(r"'.*'", cell) and len(cell) > 1 for cell in cells)


def _is_typed(cell: str) -> bool:
    cell = cell.strip()
    return cell in NULLS or is_number(cell) or is_number(cell, ",") or is_date(cell)
