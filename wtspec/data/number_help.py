"""Says how numbers that were read as text may be read as numbers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from wtspec.sources.sniffing.numbers import PLAIN, number_form

_MOST_CELLS = 5000


def number_help(texts: Iterable[np.ndarray]) -> str | None:
    """The help for columns of text that may all be numbers with other marks in them."""
    columns = [
        [cell for cell in array.ravel()[:_MOST_CELLS].tolist() if isinstance(cell, str) and cell]
        for array in texts
    ]
    form = number_form(columns, ";")
    if form == PLAIN:
        return None
    keys = [f'{key}: "{mark}"' for key, mark in zip(("decimal", "thousands"), form, strict=True)]
    said = [key for key, mark, usual in zip(keys, form, PLAIN, strict=True) if mark != usual]
    return f"numbers are written so where `csv: {{path: …, {', '.join(said)}}}` reads them"
