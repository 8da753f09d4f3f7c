"""NumPy's dates and times as text of one form."""

from __future__ import annotations

import numpy as np

from wtspec.sources.iso_dates import same_moment


def moment_texts(moments: np.ndarray) -> np.ndarray:
    """Text objects of an array of `datetime64` of any unit, `""` where one is missing."""
    unit = np.datetime_data(moments.dtype)[0]
    known = {"Y": "D", "M": "D", "W": "D", "h": "s", "m": "s", "generic": "s"}
    unique, at = np.unique(moments, return_inverse=True)
    cells = np.datetime_as_string(unique.astype(f"datetime64[{known.get(unit, unit)}]"))
    texts = ["" if cell == "NaT" else same_moment(cell) for cell in cells.tolist()]
    return np.array(texts, object)[at].reshape(moments.shape)
