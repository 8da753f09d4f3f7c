"""Finds the dialect of a CSV file. Free of NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from wtspec.sources.date_forms import date_form, is_date
from wtspec.sources.dialect import NULLS, Dialect
from wtspec.sources.number_forms import is_number
from wtspec.sources.sniffing.cells import Parting, Rows, best_parting, part_rows
from wtspec.sources.sniffing.numbers import number_form
from wtspec.sources.sniffing.sample import Sample, take_sample


class Sniffed(Struct, frozen=True):
    """What a sample of a file says.

    Attributes:
        dialect: How its cells are written; `types` has the forms of dates that are not ISO's.
        header: The names of its columns.
        columns: Some cells of each that mean something.
        has_header: Whether its first line may be one: it is none where it holds values like those
            below it.
    """

    dialect: Dialect
    header: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    has_header: bool = True


def sniff(file: Path) -> Dialect:
    """The dialect of a CSV file, told from its head and some places further on.

    What can't be told is as usual: commas, points, UTF-8, double quotes.

    Raises:
        OSError: It can't be read.
    """
    return sniff_file(file).dialect


def sniff_file(file: Path) -> Sniffed:
    """The same, and what its header and some of its cells are.

    Raises:
        OSError: It can't be read.
    """
    return sniff_sample(take_sample(file))


def sniff_sample(sample: Sample) -> Sniffed:
    """What a sample says of its file."""
    return _sniffed(sample, best_parting(sample.head))


def sampled_columns(sample: Sample, parting: Parting) -> dict[str, tuple[str, ...]]:
    """Some cells of each column that mean something, by its name."""
    header = parting.rows[0] if parting.rows else []
    return dict(zip(header, _sampled(sample, parting), strict=True))


def _sampled(sample: Sample, parting: Parting) -> tuple[tuple[str, ...], ...]:
    rows = parting.rows[1:]
    for place in sample.places:
        rows = rows + part_rows(place, parting.separator, parting.quote)
    return _columns(rows, parting.width)


def _sniffed(sample: Sample, parting: Parting) -> Sniffed:
    separator, quote = parting.separator, parting.quote
    header = tuple(parting.rows[0]) if parting.rows else ()
    columns = _sampled(sample, parting)
    decimal, thousands = number_form(columns, separator)
    forms = {
        name: form
        for name, cells in zip(header, columns, strict=True)
        if (form := date_form(cells)) is not None
    }
    dialect = Dialect(separator, decimal, thousands, sample.encoding, quote, forms)
    numbers = [all(is_number(cell, decimal, thousands) for cell in one) for one in columns]
    return Sniffed(dialect, header, columns, has_header=not _is_row(header, columns, numbers))


def _columns(rows: Rows, width: int) -> tuple[tuple[str, ...], ...]:
    fit = [row for row in rows if len(row) == width]
    return tuple(
        tuple(cell for row in fit if (cell := row[at].strip()) not in NULLS) for at in range(width)
    )


def _is_row(
    header: Sequence[str], columns: Sequence[Sequence[str]], numbers: Sequence[bool]
) -> bool:
    """Whether a file's first line holds values as the others do.

    Years and other numbers in their order are names that columns may have.
    """
    names = [
        name for name, cells, one in zip(header, columns, numbers, strict=True) if cells and one
    ]
    dates = [
        name for name, cells in zip(header, columns, strict=True) if cells and is_date(cells[0])
    ]
    if not all(is_number(name) for name in names) or not all(is_date(name) for name in dates):
        return False
    return bool(dates) or (bool(names) and not _is_counted(names))


def _is_counted(names: Sequence[str]) -> bool:
    whole = [int(name) for name in names if name.strip().isdecimal()]
    return len(whole) == len(names) and whole == sorted(set(whole))
