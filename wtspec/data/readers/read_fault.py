"""Says what is wrong with a file that could not be read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from wtspec.errors import Diagnostic, Span, SpecError
from wtspec.sources.bool_words import BOOL_WORDS
from wtspec.sources.csv_lines import csv_rows, open_text
from wtspec.sources.date_forms import read_date
from wtspec.sources.dialect import Dialect, source_text
from wtspec.sources.formats import FORMATS
from wtspec.sources.iso_dates import iso_date
from wtspec.sources.number_forms import is_number
from wtspec.sources.request import SourceRequest
from wtspec.sources.sniffing.sniff import sniff


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
            help_text = _encoding_help(file, source) if code == "not-utf8" else None
            return SpecError(Diagnostic(code, message, span, expected, received, help_text))
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
    encoding = source.dialect.encoding
    try:
        with open_text(file, encoding) as opened:
            return next(_line_faults(opened, file.name, source.dialect), None)
    except UnicodeError as error:
        name = {"utf-8": "UTF-8", "utf-16": "UTF-16"}.get(encoding, encoding)
        reason = getattr(error, "reason", error)
        return "not-utf8", f"`{file.name}` is not {name} text: {reason}", None, None
    except csv.Error as error:
        if "limit" in str(error):  # a long cell is no fault
            return None
        return "broken-line", f"`{file.name}` is no CSV file: {error}", None, None
    except ValueError:  # it is compressed
        return None


def _encoding_help(file: Path, source: SourceRequest) -> str | None:
    """How a spec says the encoding that a file has."""
    found = sniff(file).encoding
    if found == source.dialect.encoding:
        return None
    dialect = replace(source.dialect, encoding=found)
    return f"write `{source_text(dialect, source.paths[0])[1:-1]}`"


def _line_faults(opened: Iterator[str], name: str, dialect: Dialect) -> Iterator[_Fault]:
    lines = csv_rows(opened, dialect)
    header = next(lines, [])
    for cells in lines:
        place = f"line {lines.line_num} of `{name}`"
        if cells and len(cells) != len(header):
            yield (
                "broken-line",
                f"{place} has {_count(len(cells))}, the header {len(header)}",
                f"{_count(len(header))}, parted by `{dialect.separator}`",
                dialect.separator.join(cells)[:80],
            )
        for column, cell in zip(header, cells, strict=False):
            kind = dialect.types.get(column, "str")
            if cell not in dialect.nulls and not _fits(cell, kind, dialect):
                message = f"{place} has no {_shown_kind(kind)} in column `{column}`"
                yield "wrong-type", message, _expected(kind, dialect), f"`{cell[:80]}`"


def _count(columns: int) -> str:
    return "1 column" if columns == 1 else f"{columns} columns"


def _shown_kind(kind: str) -> str:
    return "date" if "%" in kind else kind


def _expected(kind: str, dialect: Dialect) -> str:
    if "%" in kind:
        return f"a date such as `{kind}`"
    if kind in ("int", "float") and (dialect.decimal, dialect.thousands) != (".", ""):
        between = f", `{dialect.thousands}` between thousands" if dialect.thousands else ""
        return f"type {kind}, `{dialect.decimal}` before a fraction{between}"
    words = {"date": "a date such as `2024-03-01`", "bool": "type bool, such as `yes` or `no`"}
    return words.get(kind, f"type {kind}")


def _fits(cell: str, kind: str, dialect: Dialect) -> bool:
    if kind == "str":
        return True
    if kind == "bool":
        return cell.strip().lower() in BOOL_WORDS
    if kind == "date":
        return iso_date(cell.strip()) is not None
    if "%" in kind:
        return read_date(cell, kind) is not None
    plain = cell.strip()
    if dialect.thousands:
        plain = plain.replace(dialect.thousands, "") if _is_number(plain, dialect) else "no number"
    if kind == "int":
        return len(plain) < 32 and plain.lstrip("-").isdecimal() and abs(int(plain)) < 2**63
    if dialect.decimal != ".":
        plain = plain.replace(".", "no point").replace(dialect.decimal, ".")
    try:
        return float(plain) is not None
    except ValueError:
        return False


def _is_number(cell: str, dialect: Dialect) -> bool:
    return is_number(cell, dialect.decimal, dialect.thousands)
