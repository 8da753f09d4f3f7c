"""Settles the types of CSV columns from what blocks have shown, as `read_csv` does of the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wtspec.data.readers.arrow_columns import MAX_WHOLE, column_array
from wtspec.data.readers.csv_cells import are_numbers, are_whole
from wtspec.data.readers.csv_text import CsvText
from wtspec.data.readers.read_csv import as_kind, first_type, fits_int, is_whole
from wtspec.data.stored.csv_rows.seen import SeenFile


@dataclass(frozen=True, slots=True)
class SettledColumn:
    """What a column is, in all blocks of all files.

    Attributes:
        parsed: What its cells are parsed as.
        kind: What they become then, as `types` says it; None where they are that already.
        final: What the array is of: `int`, `float`, `bool` or `text`.
        whole_in: The files in which it is of whole numbers, though others have fractions.
    """

    parsed: pa.DataType
    kind: str | None
    final: str
    whole_in: frozenset[str] = frozenset()

    def parsed_in(self, file: str) -> pa.DataType:
        """What its cells are parsed as in a file."""
        return pa.int64() if file in self.whole_in else self.parsed

    def array(self, cells: pa.ChunkedArray, text: CsvText) -> np.ndarray:
        """The cells of a block as they are among those of the whole."""
        cells = cells if self.kind is None else as_kind(cells, self.kind, text)
        if self.final == "float":
            return cells.cast(pa.float64(), safe=False).to_numpy()
        return column_array(cells.cast(pa.string()) if self.final == "text" else cells)


_TEXT = SettledColumn(pa.string(), None, "text")


def settle(
    files: Sequence[SeenFile], kinds: dict[str, str], text: CsvText
) -> dict[str, SettledColumn]:
    """Each column's type, by name.

    Args:
        files: What was seen of each.
        kinds: The types that are given.
        text: How the files are written.
    """
    return {
        name: _given(files, name, kinds[name], text)
        if name in kinds
        else _inferred(files, name, text)
        for name in files[0].columns
    }


def _given(files: Sequence[SeenFile], name: str, kind: str, text: CsvText) -> SettledColumn:
    final = _number(files, name) if kind == "int" else kind
    if kind == "bool":
        final = "float" if _has_gaps(files, name) else "bool"
    final = final if final in ("int", "float", "bool") else "text"
    return SettledColumn(first_type(kind, text), kind, final)


def _inferred(files: Sequence[SeenFile], name: str, text: CsvText) -> SettledColumn:
    kinds = [_kind_in(file, name, text) for file in files]
    seen = {*kinds} - {"null"}
    if not seen:
        return SettledColumn(pa.float64(), None, "float")
    if seen == {"bool"}:
        return SettledColumn(pa.bool_(), None, "float" if _has_gaps(files, name) else "bool")
    if seen == {"int"}:
        return SettledColumn(pa.int64(), None, _number(files, name))
    if seen <= {"int", "float"} and not _is_name(files, name, text):
        whole = [file for file, kind in zip(files, kinds, strict=True) if kind == "int"]
        names = frozenset(block.file for file in whole for block in file.blocks)
        return SettledColumn(pa.float64(), None, "float", names)
    return (
        _grouped(files, name, text) if text.thousands else SettledColumn(pa.string(), None, "text")
    )


def _kind_in(file: SeenFile, name: str, text: CsvText) -> str:
    """What pyarrow would parse a column of a whole file as."""
    seen = file.columns[name].kinds - {"null"}
    if len(seen) < 2:
        return next(iter(seen), "null")
    if seen == {"int", "float"}:
        are_floats = not file.has_hex or _all(file, name, text, pa.float64())
        return "float" if are_floats else "text"
    if seen == {"int", "bool"} and _all(file, name, text, pa.bool_()):
        return "bool"
    return "text"


def _number(files: Sequence[SeenFile], name: str) -> str:
    """What whole numbers become: where some are missing, floats if these tell them apart."""
    if not _has_gaps(files, name):
        return "int"
    return "text" if _largest(files, name) > MAX_WHOLE else "float"


def _is_name(files: Sequence[SeenFile], name: str, text: CsvText) -> bool:
    """Whether numbers are integers, some of which would be another number."""
    if _largest(files, name) <= MAX_WHOLE:
        return False
    return all(_all(file, name, text, pa.string(), is_whole) for file in files)


def _grouped(files: Sequence[SeenFile], name: str, text: CsvText) -> SettledColumn:
    """A column of text that may be of numbers with their thousands set apart."""

    def all_are(test: Callable[[pa.ChunkedArray], bool]) -> bool:
        return all(_all(file, name, text, pa.string(), test) for file in files)

    if not all_are(lambda cells: are_numbers(cells, text.decimal, text.thousands)):
        return _TEXT
    if not all_are(lambda cells: are_whole(cells, text.decimal)):
        return SettledColumn(pa.string(), "float", "float")
    if not all_are(lambda cells: fits_int(cells, text)):
        return _TEXT
    seen = SeenFile()
    for file in files:
        for block in file.blocks:
            cells = block.parse(block.read(), text, {name: pa.string()}, [name])
            seen.add(block, b"", cells, {name: "int"}, text)
    return SettledColumn(pa.string(), "int", _number([seen], name))


def _all(
    file: SeenFile,
    name: str,
    text: CsvText,
    kind: pa.DataType,
    test: Callable[[pa.ChunkedArray], bool] = lambda _: True,
) -> bool:
    """Whether a column can be parsed as a type in all blocks, and its cells pass a test."""
    for block in file.blocks:
        try:
            table = block.parse(block.read(), text, {name: kind}, [name])
        except pa.ArrowInvalid:
            return False
        if not test(table.column(name)):
            return False
    return True


def _has_gaps(files: Sequence[SeenFile], name: str) -> bool:
    return any(file.columns[name].has_gaps for file in files)


def _largest(files: Sequence[SeenFile], name: str) -> float:
    return max(file.columns[name].largest for file in files)
