"""Rules of a CSV file's dialect that its keys' types do not say."""

from __future__ import annotations

from wtspec.spec.data import TableSpec
from wtspec.spec.faults.place import Place


def check_table(table: TableSpec, place: Place) -> None:
    """Notes what is wrong with the long form of a CSV file.

    Codes: `invalid-separator`, `same-mark`.
    """
    _check_separator(table, place.at("separator"))
    if table.thousands == table.decimal:
        message = f"`{table.decimal}` can't stand both before a fraction and between thousands"
        other = "," if table.decimal == "." else "."
        place.at("thousands").error(
            "same-mark", message, help=f'write `decimal: "{other}"`, or another `thousands`'
        )


def _check_separator(table: TableSpec, place: Place) -> None:
    separator = table.separator
    if not separator.isascii() or separator in "\0\r\n" or separator in ('"', table.quote):
        message = f"{separator!r} can't part the columns of a CSV file"
        place.error("invalid-separator", message, expected="an ASCII character, no quote")
