"""What is to be predicted: classes, or an amount."""

from __future__ import annotations

from collections import Counter

import numpy as np

from wtspec.data.class_weights import text_of
from wtspec.data.table.columns import FEWEST_TO_SPLIT, Target
from wtspec.data.table.texts import MOST_PLAIN
from wtspec.errors import Diagnostic, SpecError

LEAST_ROWS_OF_A_CLASS = 3
"""So many are shared out among the three parts of a split."""
_MOST_CLASSES = 1000


def find_target(name: str, values: np.ndarray) -> Target:
    """What a column is as a target.

    Raises:
        SpecError: `unusable-target`.
    """
    if values.ndim > 1:
        raise unusable(name, f"rows of shape {values.shape[1:]}")
    is_text = values.dtype.kind == "O"
    known = values[values != ""].astype(str) if is_text else values[np.isfinite(values)]
    gaps = len(values) - len(known)
    counts = Counter(known.tolist())
    if len(counts) < 2:
        raise unusable(name, "the same value in every row" if counts else "no value in any row")
    if is_text and len(counts) > max(MOST_PLAIN, len(known) // 2):
        raise unusable(name, "another text in nearly every row")
    if is_text and len(counts) > _MOST_CLASSES:
        raise unusable(name, f"{len(counts):,} different texts")
    if not is_text and not _are_labels(known, len(counts)):
        with np.errstate(over="ignore", invalid="ignore"):
            mean, std = float(known.mean()), float(known.std())
        return Target(name, is_label=False, is_text=False, gaps=gaps, mean=mean, std=std)
    classes = tuple((text_of(label), count) for label, count in counts.most_common())
    least = LEAST_ROWS_OF_A_CLASS if len(values) >= FEWEST_TO_SPLIT else 1
    kept = tuple(one for one in classes if one[1] >= least)
    rare = classes[len(kept) :]
    if len(kept) < 2:
        raise unusable(name, f"no two values that {least} rows have")
    return Target(name, is_label=True, is_text=is_text, gaps=gaps, classes=kept, rare=rare)


def _are_labels(known: np.ndarray, distinct: int) -> bool:
    """Whether numbers name classes: few whole ones, each of them in some rows."""
    if known.dtype.kind == "b":
        return True
    is_whole = bool((known == np.round(known)).all())
    return is_whole and distinct <= min(MOST_PLAIN, max(2, len(known) // 5))


def unusable(name: str, reason: str) -> SpecError:
    """The fault of a column that can't be predicted, with what it has."""
    message = f"the column `{name}` can't be predicted: it has {reason}"
    help = "name another column with `--target`"
    return SpecError(Diagnostic("unusable-target", message, help=help))
