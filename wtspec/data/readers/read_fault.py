"""Says what is wrong with a file that could not be read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from wtspec.errors import Diagnostic, Span, SpecError
from wtspec.sources.formats import FORMATS
from wtspec.sources.request import SourceRequest


def read_fault(
    error: Exception, source: SourceRequest, files: tuple[Path, ...], span: Span | None
) -> SpecError:
    """The fault of the first of the files that has one.

    Returns:
        `broken-line` or `wrong-type` with the file's line, `not-utf8`, `wrong-format`,
        `pickled-array`, or `unreadable-file` with the reader's own words.
    """
    for file in files:
        try:
            fault = _csv_fault(file, source) if source.kind == "csv" else _array_fault(file, source)
        except OSError as unread:  # it has vanished, or is not ours to read
            message = f"`{file.name}` can't be read: {unread.strerror or unread}"
            return SpecError(Diagnostic("unreadable-file", message, span))
        if fault:
            code, message, expected, received = fault
            return SpecError(Diagnostic(code, message, span, expected, received))
    if "allow_pickle" in str(error) or "pickled" in str(error):
        message = f"an array of {source} is pickled, which may run code when it is read"
        text = "save it as numbers or fixed-size text (`array.astype(str)`)"
        return SpecError(Diagnostic("pickled-array", message, span, help=text))
    if "cannot infer number of columns" in str(error):
        return SpecError(Diagnostic("no-rows", f"{source} has no rows", span, "at least one"))
    words = str(error).splitlines() or [type(error).__name__]
    for file in files:
        words[0] = words[0].replace(str(file), file.name)
    return SpecError(Diagnostic("unreadable-file", f"{source}: {words[0]}", span))


_Fault = tuple[str, str, str | None, str | None]


def _array_fault(file: Path, source: SourceRequest) -> _Fault | None:
    magic = b"\x93NUMPY" if source.kind == "npy" else FORMATS[source.kind].begins
    with file.open("rb") as opened:
        start = opened.read(16)
    if start.startswith(magic):
        return None
    expected = f"a file that begins with {_shown(magic)}"
    return "wrong-format", f"`{file.name}` is no {source.kind} file", expected, _shown(start)


def _shown(start: bytes) -> str:
    line = start.partition(b"\n")[0].rstrip(b"\x03\x04")
    return f"`{line.decode('latin-1')}`"


def _csv_fault(file: Path, source: SourceRequest) -> _Fault | None:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return next(_line_faults(opened, file.name, source), None)
    except UnicodeDecodeError as error:
        return "not-utf8", f"`{file.name}` is not UTF-8 text: {error.reason}", None, None
    except csv.Error as error:
        if "limit" in str(error):  # a long cell is no fault
            return None
        return "broken-line", f"`{file.name}` is no CSV file: {error}", None, None


def _line_faults(opened: Iterator[str], name: str, source: SourceRequest) -> Iterator[_Fault]:
    lines = csv.reader(opened, delimiter=source.separator)
    header = next(lines, [])
    for cells in lines:
        place = f"line {lines.line_num} of `{name}`"
        if cells and len(cells) != len(header):
            yield (
                "broken-line",
                f"{place} has {_count(len(cells))}, the header {len(header)}",
                f"{_count(len(header))}, parted by `{source.separator}`",
                source.separator.join(cells)[:80],
            )
        for column, cell in zip(header, cells, strict=False):
            kind = source.types.get(column, "str")
            if not _is_null(cell, source) and not _fits(cell, kind):
                message = f"{place} has no {kind} in column `{column}`"
                yield "wrong-type", message, f"type {kind}", f"`{cell[:80]}`"


def _count(columns: int) -> str:
    return "1 column" if columns == 1 else f"{columns} columns"


def _is_null(cell: str, source: SourceRequest) -> bool:
    from pyarrow.csv import ConvertOptions

    nulls = ConvertOptions().null_values if source.null_values is None else source.null_values
    return not cell or cell in nulls


def _fits(cell: str, kind: str) -> bool:
    if kind == "bool":
        return cell.lower() in {"true", "false", "0", "1"}
    if kind == "int":
        return len(cell) < 32 and cell.strip().lstrip("+-").isdecimal() and abs(int(cell)) < 2**63
    try:
        return kind == "str" or float(cell) is not None
    except ValueError:
        return False
