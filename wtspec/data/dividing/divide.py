"""Divides a source's rows as a spec says, and tells of columns that can't divide them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from wtspec.data.dividing.keys import Numbers, grouped, ordered
from wtspec.data.dividing.label_codes import label_codes
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


def divide(program: Program, document: Document, numbers: Numbers, read: ReadColumn) -> np.ndarray:
    """Each row's part, as `part_of_rows` says it; takes a few bytes a row.

    Args:
        program: Says how.
        document: Where it says so.
        numbers: Each row's place in its source.
        read: Is asked for the columns of `program.split_columns`.

    Raises:
        SpecError: `shape-mismatch`, `undivided-row`, `not-a-date`, `too-few-labels`.
    """
    settings, keys = program.settings, {}
    for name in program.split_columns:
        key = key_of(program, name)
        span = document.span("data", "split", key)
        pieces = _plain(read(name), key, program, span)
        if key == "order":
            keys[key] = ordered(pieces, name, numbers, span)
        elif key == "group":
            keys[key] = label_codes(grouped(pieces, name, numbers, span))
        else:
            keys[key] = label_codes(pieces)
    fractions = fractions_of(program)
    try:
        return part_of_rows(
            len(numbers), fractions, settings.split_seed, settings.split_shuffle, **keys
        )
    except ValueError as error:
        raise SpecError(_too_few(program, document, keys, len(fractions) + 1)) from error


def _plain(
    pieces: Iterable[np.ndarray], key: str, program: Program, span: Span | None
) -> Iterator[np.ndarray]:
    """A value a row; a window counts as its last row."""
    for piece in pieces:
        source = program.sources["source"]
        while source.of is not None and piece.ndim > 1:
            piece, source = piece[:, -1], source.of  # noqa: PLW2901 - the same rows
        if piece.ndim > 1:
            sizes = ", ".join(["_", *map(str, piece.shape[1:])])
            message = f"`{key}` takes a column of one value a row"
            raise SpecError(Diagnostic("shape-mismatch", message, span, "[_]", f"[{sizes}]"))
        yield piece


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
