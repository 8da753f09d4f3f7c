"""Finds where a row of a CSV file ends, as pyarrow sees it."""

from __future__ import annotations

import numpy as np

_NEWLINE, _RETURN = 10, 13


def last_row_end(units: np.ndarray, separator: str, quote: str) -> int:
    """How many of a text's units are whole rows; 0 where none ends.

    Args:
        units: Bytes, or the halves of UTF-16, from the beginning of a row.
        separator: What stands between two columns.
        quote: What a cell may be written between, also one with line ends; nothing if empty.
    """
    newlines = np.flatnonzero(units == _NEWLINE)
    if not len(newlines):  # of old, a return alone ended a line; one at the end may go on
        newlines = np.flatnonzero(units[:-1] == _RETURN)
    if quote:
        marks = _quotes(units, ord(separator), ord(quote))
        newlines = newlines[np.searchsorted(marks, newlines) % 2 == 0]
    return int(newlines[-1]) + 1 if len(newlines) else 0


def _quotes(units: np.ndarray, separator: int, quote: int) -> np.ndarray:
    """Where quotes stand that begin a quoted text, and those that end it, in turn."""
    found = np.flatnonzero(units == quote)
    if _is_regular(units, found, separator):
        return found
    return np.array(_walked(units, found, separator), np.int64)


def _is_regular(units: np.ndarray, found: np.ndarray, separator: int) -> bool:
    """Whether each other quote begins a cell, or comes at once after the one before it."""
    begins, ends = found[::2], found[1::2]
    edges = (separator, _NEWLINE, _RETURN)
    after = np.full(len(begins), False)
    after[1:] = begins[1:] == ends[: len(begins) - 1] + 1
    before = np.isin(units[np.maximum(begins - 1, 0)], edges) | (begins == 0)
    return bool((before | after).all())


def _walked(units: np.ndarray, found: np.ndarray, separator: int) -> list[int]:
    """The same where quotes stand within cells, too: those are letters as others."""
    edges = {separator, _NEWLINE, _RETURN}
    marks: list[int] = []
    skipped = -1
    for at in found.tolist():
        within = len(marks) % 2 == 1
        if at == skipped:
            continue
        if within and at + 1 < len(units) and units[at + 1] == units[at]:
            skipped = at + 1
        elif within or at == 0 or int(units[at - 1]) in edges:
            marks.append(at)
    return marks
