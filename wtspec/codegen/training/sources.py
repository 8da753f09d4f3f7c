"""Prints how a script reads its tables, and divides the rows among its parts."""

from __future__ import annotations

import glob
import os
from pathlib import Path, PurePath

from wtspec.codegen.displays import dict_of, list_of
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Lines
from wtspec.codegen.training.data import reads_files
from wtspec.language.print import quote
from wtspec.program.program import Program
from wtspec.sources.dialect import Dialect
from wtspec.sources.formats import FORMATS
from wtspec.sources.glob import divide, is_glob
from wtspec.sources.request import SourceRequest
from wtspec.sources.table_folder import table_folder

PARTS = ("validation", "test")


def print_tables(printer: Printer, program: Program) -> Lines:
    """The statements that make `tables`, by part, and `parts`, the rows of each."""
    lines = _table(printer, program, "source", "table")
    shares = {
        part: getattr(program.settings, part)
        for part in PARTS
        if part not in program.sources and getattr(program.settings, part)
    }
    lines += [
        "rows = len(next(iter(table.values())))",
        f"parts = {printer.call('rows_by_part', _divided(printer, program, shares))}",
        "tables = {",
        "    part: {name: column[index] for name, column in table.items()}",
        "    for part, index in parts.items()",
        "}",
    ]
    return lines + [
        line
        for part in PARTS
        if part in program.sources
        for line in _table(printer, program, part, f"tables[{quote(part)}]")
    ]


def _table(printer: Printer, program: Program, part: str, variable: str) -> Lines:
    """The statements that read a source, and keep the rows of it that are used."""
    read = _source(printer, program, program.sources[part])
    if program.data is None or program.data.rows is None:
        return [f"{variable} = {read}"]
    return [
        f"table = {read}",
        "used = make_rows(table)",
        f"{variable} = {{name: column[used] for name, column in table.items()}}",
    ]


def _divided(printer: Printer, program: Program, shares: dict[str, float]) -> str:
    settings = program.settings
    if settings.group is not None:
        column = _column(program, settings.group)
        return printer.call("group_parts", column, repr(shares), repr(settings.split_seed))
    if settings.order is not None:
        key = printer.call("order_key", _column(program, settings.order))
        return printer.call("order_parts", key, repr(shares))
    labels = _column(program, settings.stratify) if settings.stratify else ""
    stratify = f"stratify={labels}" if labels else ""
    order = f"{shares!r}, {settings.split_seed}, {settings.split_shuffle}"
    return printer.call("draw_parts", "rows", order, stratify)


def prepared(printer: Printer, program: Program, part: str) -> str:
    """What a part's rows become."""
    arguments = [f"tables[{quote(part)}]", "learned"]
    if reads_files(program):
        source = program.sources.get(part, program.sources["source"])
        folder = quote(_from_here(table_folder(source, Path())))
        arguments.append(printer.call("FilesBeside", folder, quote(".")))
    return f"prepare({', '.join(arguments)})"


def _column(program: Program, name: str) -> str:
    """A value a row; a window counts as its last row."""
    source, last = program.sources["source"], ""
    while source.of is not None:
        source, last = source.of, f"{last}, -1"
    return f"table[{quote(name)}][:{last}]" if last else f"table[{quote(name)}]"


def _source(printer: Printer, program: Program, source: SourceRequest) -> str:
    folder = source.folder or Path()
    if source.of is not None:
        return _windows(printer, program, source, source.of)
    match source.kind:
        case "sklearn":
            return printer.call("read_sklearn", quote(source.name))
        case "csv":
            return _csv(printer, source, folder)
        case kind if kind in FORMATS:
            return printer.call(FORMATS[kind].function, _files(printer, folder, source.paths))
        case "npy":
            arrays = source.arrays.items()
            files = dict_of((name, _files(printer, folder, (path,))) for name, path in arrays)
            return printer.call("read_npy", files)
        case "images":
            return _images(printer, source, folder)
        case _:
            return _drawn(printer, program, source)


def _windows(printer: Printer, program: Program, source: SourceRequest, of: SourceRequest) -> str:
    return printer.call(
        "make_windows",
        _source(printer, program, of),
        repr(source.length),
        f"stride={source.stride}" if source.stride > 1 else "",
        f"by={quote(source.by)}" if source.by is not None else "",
        f"order={quote(source.order)}" if source.order is not None else "",
    )


def _csv(printer: Printer, source: SourceRequest, folder: Path) -> str:
    usual, given = Dialect(), source.dialect
    types = dict_of((name, quote(one)) for name, one in given.types.items())
    nulls = list_of(map(quote, given.null_values or ()))
    return printer.call(
        "read_csv",
        _files(printer, folder, source.paths),
        quote(given.separator),
        f"types={types}" if given.types else "",
        f"null_values={nulls}" if given.null_values is not None else "",
        *(
            f"{key}={quote(getattr(given, key))}"
            for key in ("decimal", "thousands", "encoding", "quote")
            if getattr(given, key) != getattr(usual, key)
        ),
    )


def _images(printer: Printer, source: SourceRequest, folder: Path) -> str:
    return printer.call(
        "read_images",
        quote(_from_here(folder / source.paths[0])),
        f"size={source.size!r}" if source.size is not None else "",
        f"channels={source.channels}" if source.channels != 3 else "",
        f"resize={quote(source.resize)}" if source.resize != "stretch" else "",
    )


def _drawn(printer: Printer, program: Program, source: SourceRequest) -> str:
    columns: dict[str, str] = {}
    for name, column in source.columns.items():
        options = (
            f"shape={column.shape!r}, dtype={column.dtype!r}, classes={column.classes!r}, "
            f"low={column.low!r}, high={column.high!r}"
        )
        seed = repr(program.settings.split_seed)
        rows = repr(source.rows)
        columns[name] = printer.call("draw_column", quote(name), rows, seed, options)
    return dict_of(columns.items())


def path_from_here(path: Path) -> str:
    """A path relative to the working directory, where scripts are run."""
    return PurePath(os.path.relpath(path)).as_posix()


def _files(printer: Printer, folder: Path, paths: tuple[str, ...]) -> str:
    """The files as they are found from here."""
    found = [_from_here(folder / path) for path in paths]
    if any(is_glob(path) for path in found):
        return printer.call("match_files", *(quote(_pattern(path)) for path in found))
    return list_of(map(quote, found))


def _from_here(path: Path) -> str:
    return PurePath(os.path.relpath(path)).as_posix()


def _pattern(path: str) -> str:
    """A path as `glob` takes it, which knows no folder of a pattern's letters by its name."""
    if not is_glob(path):
        return glob.escape(path)
    fixed, pattern = divide(Path(path))
    return (PurePath(glob.escape(str(fixed))) / pattern).as_posix()
