"""Divides a source's rows as a spec says, and tells of columns that can't divide them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from wtspec.data.dividing.label_codes import label_codes
from wtspec.data.dividing.order_key import order_key
from wtspec.data.split import part_of_rows
from wtspec.document import Document
from wtspec.errors import Diagnostic, Span, SpecError
from wtspec.program.program import Program

ReadColumn = Callable[[str], Iterable[np.ndarray]]
"""Gives a column of the rows that are divided, in pieces that follow each other."""


def fractions_of(program: Program) -> dict[str, float]:
    """The shares of the parts that a spec divides its rows into, besides training."""
    shares = {"validation": program.settings.validation, "test": program.settings.test}
    return {part: share for part, share in shares.items() if share > 0}


def key_of(program: Program, name: str) -> str:
    """The key of `split` that names a column."""
    keys = ("stratify", "group", "order")
    return next(key for key in keys if getattr(program.settings, key) == name)


def divide(
    program: Program, document: Document, numbers: np.ndarray, read: ReadColumn
) -> np.ndarray:
    """Each row's part, as `part_of_rows` says it; takes a few bytes a row.

    Args:
        program: Says how.
        document: Where it says so.
        numbers: Each row's place in its source.
        read: Is asked for the columns of `program.split_columns`.

    Raises:
        SpecError: `shape-mismatch`, `undivided-row`, `not-ordered`, `too-few-labels`.
    """
    settings, keys = program.settings, {}
    for name in program.split_columns:
        key = key_of(program, name)
        span = document.span("data", "split", key)
        pieces = _plain(read(name), key, span)
        if key == "order":
            keys[key] = _ordered(pieces, name, numbers, span)
        elif key == "group":
            keys[key] = label_codes(_grouped(pieces, name, numbers, span))
        else:
            keys[key] = label_codes(pieces)
    fractions = fractions_of(program)
    try:
        return part_of_rows(
            len(numbers), fractions, settings.split_seed, settings.split_shuffle, **keys
        )
    except ValueError as error:
        raise SpecError(_too_few(program, document, keys, len(fractions) + 1)) from error


def _plain(pieces: Iterable[np.ndarray], key: str, span: Span | None) -> Iterator[np.ndarray]:
    """A value a row."""
    for piece in pieces:
        if piece.ndim > 1:
            sizes = ", ".join(["_", *map(str, piece.shape[1:])])
            message = f"`{key}` takes a column of one value a row"
            raise SpecError(Diagnostic("shape-mismatch", message, span, "[_]", f"[{sizes}]"))
        yield piece


def _grouped(
    pieces: Iterable[np.ndarray], name: str, numbers: np.ndarray, span: Span | None
) -> Iterator[np.ndarray]:
    """The pieces, in which no row lacks a group."""
    begin = 0
    for piece in pieces:
        missing = piece == "" if piece.dtype.kind == "O" else piece != piece  # noqa: PLR0124 - NaN
        if missing.any():
            row = int(numbers[begin + int(np.argmax(missing))]) + 1
            raise SpecError(_undivided(piece, name, row, "rows are kept together", span))
        begin += len(piece)
        yield piece


def _ordered(
    pieces: Iterable[np.ndarray], name: str, numbers: np.ndarray, span: Span | None
) -> np.ndarray:
    """The numbers or moments of all rows."""
    begin, keys = 0, []
    for piece in pieces:
        try:
            key = order_key(piece)
        except ValueError as error:
            place = _first_undated(piece)
            row = int(numbers[begin + place]) + 1
            raise SpecError(_not_dated(piece[place], name, row, span)) from error
        missing = np.isnat(key) if key.dtype.kind == "M" else key != key  # noqa: PLR0124 - NaN
        if missing.any():
            row = int(numbers[begin + int(np.argmax(missing))]) + 1
            raise SpecError(_undivided(piece, name, row, "rows are ordered", span))
        begin += len(piece)
        keys.append(key)
    return keys[0] if len(keys) == 1 else np.concatenate(keys)


def _first_undated(texts: np.ndarray) -> int:
    """The place of the first text that is no date, by halves: there is one."""
    low, high = 0, len(texts)
    while high - low > 1:
        middle = (low + high) // 2
        try:
            order_key(texts[low:middle])
            low = middle
        except ValueError:
            high = middle
    return low


def _not_dated(text: str, name: str, row: int, span: Span | None) -> Diagnostic:
    return Diagnostic(
        "not-ordered",
        f"`{name}` is no date in row {row} of the data, and rows are ordered by it",
        span,
        expected="numbers, or dates as `2024-12-31` or `2024-12-31 23:59`",
        received=f"{text[:40]!r}",
    )


def _undivided(piece: np.ndarray, name: str, row: int, so: str, span: Span | None) -> Diagnostic:
    column = name if name.isidentifier() else f'column("{name}")'
    formula = f'{column} != ""' if piece.dtype.kind == "O" else f"not isnan({column})"
    return Diagnostic(
        "undivided-row",
        f"row {row} of the data has no `{name}`, by which {so}",
        span,
        expected="a value in each row",
        help=f"`rows: '={formula}'` in `data` leaves such rows out",
    )


def _too_few(
    program: Program, document: Document, keys: dict[str, np.ndarray], parts: int
) -> Diagnostic:
    key = "group" if "group" in keys else "order"
    name, several = getattr(program.settings, key), "groups" if key == "group" else "values"
    count = len(np.unique(keys[key])) if key in keys else 0
    return Diagnostic(
        "too-few-labels",
        f"`{name}` has {count} different {several if count != 1 else several[:-1]}, and the rows "
        f"are to be divided into {parts} parts",
        document.span("data", "split", key),
        expected=f"at least {parts}, as equal ones stay in one part",
    )
