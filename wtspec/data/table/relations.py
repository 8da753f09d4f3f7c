"""What columns of a table have to do with each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import numpy as np

from wtspec.data.table.columns import Target

_FEWEST_GROUPS = 20
_MOST_VALUES = 50
_FEWEST_ROWS = 10
_SURE = 0.999999
_AN_ID = re.compile(r"(?:.*[ _.-])?(?:id|ID|Id)s?|.*[a-z0-9](?:ID|Id)s?")
_OF_SOMEBODY = re.compile(
    r"(?:.*[ _.-])?(?:individual|person|patient|subject|participant|respondent|user|customer|client"
    r"|student|household|family|session|visitor|account|device|animal|group)s?(?:[ _.-].*)?",
    re.IGNORECASE,
)


def find_group(arrays: Mapping[str, np.ndarray], names: Iterable[str]) -> str | None:
    """The column that plainly says which rows are of one person or thing, if there is one.

    Args:
        arrays: All columns.
        names: Those that may be it.
    """
    return next((name for name in names if _is_group(name, arrays[name])), None)


def _is_group(name: str, values: np.ndarray) -> bool:
    if values.ndim > 1 or values.dtype.kind == "b":
        return False
    if values.dtype.kind != "O" and (
        not np.isfinite(values).all() or (values != np.round(values)).any()
    ):
        return False
    known = values.astype(str) if values.dtype.kind == "O" else values
    found, counts = np.unique(known, return_counts=True)
    if not _FEWEST_GROUPS <= len(found) <= len(values) // 2 or found[0] == "":
        return False
    if _OF_SOMEBODY.fullmatch(name) or _AN_ID.fullmatch(name):
        return True
    return values.dtype.kind != "O" and len({*counts.tolist()}) == 1 and _counts_up(values, found)


def _counts_up(values: np.ndarray, found: np.ndarray) -> bool:
    """Whether rows that belong together follow each other, counted from 0 or 1."""
    steps = np.unique(np.diff(values))
    first, last = int(found[0]), int(found[-1])
    return first in (0, 1) and last - first + 1 == len(found) and {*steps.tolist()} <= {0, 1}


def tell_target(
    arrays: Mapping[str, np.ndarray], names: Iterable[str], target: Target
) -> tuple[str, ...]:
    """The columns each of which says by itself what the target is: it may have been made of them.

    Args:
        arrays: All columns.
        names: Those to predict from.
        target: What is predicted.
    """
    wanted = arrays[target.name]
    known = wanted != "" if target.is_text else np.isfinite(wanted)
    tells = _tells_class if target.is_label else _tells_amount
    return tuple(name for name in names if tells(arrays[name][known], wanted[known]))


def _tells_class(values: np.ndarray, labels: np.ndarray) -> bool:
    if values.ndim > 1:
        return False
    pairs = {*zip(values.tolist(), labels.tolist(), strict=True)} if len(values) else set()
    if len(values) < _FEWEST_ROWS or len(pairs) > _MOST_VALUES:
        return False
    return len({value for value, _ in pairs}) == len(pairs) == len({label for _, label in pairs})


def _tells_amount(values: np.ndarray, amounts: np.ndarray) -> bool:
    if values.ndim > 1 or values.dtype.kind not in "fiu":
        return False
    both = np.isfinite(values)
    pair = values[both].astype("float64"), amounts[both].astype("float64")
    if len(pair[0]) < _FEWEST_ROWS:
        return False
    with np.errstate(all="ignore"):  # of constants and of gigantic numbers
        return bool(abs(np.corrcoef(*pair)[0, 1]) > _SURE)
