"""Tells whether a run can go on with a spec: that which it was trained by, or one that means it."""

from __future__ import annotations

from pathlib import Path

from wtspec.errors import Diagnostic, Related, SpecError
from wtspec.model import prepare_backend
from wtspec.program.sizes import DataSizes
from wtspec.runs.preprocessing import read_preprocessing
from wtspec.runs.resuming.recorded import read_recorded
from wtspec.runs.resuming.spec_changes import spec_changes
from wtspec.runs.resuming.tree_changes import Change
from wtspec.runs.resuming.weight_changes import weight_changes
from wtspec.stages import Checked

MOST_KEYS = 6
MOST_WEIGHTS = 8


def check_spec(folder: Path, after: Checked) -> tuple[str, ...]:
    """Compares a run's recorded spec with the one that it is to go on with.

    What counts is what they mean: not the order of keys, comments, formats, or where files lie.

    Args:
        folder: Of the run.
        after: The recorded spec with overrides, or an edited file.

    Returns:
        The keys that have changed and may: they only touch how training goes on.

    Raises:
        SpecError: `changed-spec`, with the keys and the weights that differ; what is wrong with
            the recorded file.
    """
    before = read_recorded(folder)
    changes = spec_changes(before, after, folder)
    if not changes.refused:
        return changes.allowed
    raise SpecError(_fault(folder, before, after, changes.refused))


def _fault(
    folder: Path, before: Checked, after: Checked, refused: tuple[Change, ...]
) -> Diagnostic:
    first, *others = refused
    more = f", and {_keys(len(others), 'other ')} too" if others else ""
    return Diagnostic(
        "changed-spec",
        f"the run `{folder}` can't go on: `{first.path}` has changed, {first.told}{more}",
        first.span,
        received=_weights(folder, before, after),
        help="undo the change, or begin a new run; a run may go on with other `train.epochs`, "
        "another optimizer or other callbacks",
        related=_related(others),
    )


def _related(others: list[Change]) -> tuple[Related, ...]:
    told = [Related(f"`{one.path}`: {one.told}", one.span) for one in others[:MOST_KEYS]]
    left = others[MOST_KEYS:]
    if left:
        told.append(Related(f"and {_keys(len(left), 'more ')}", left[0].span))
    return tuple(told)


def _weights(folder: Path, before: Checked, after: Checked) -> str | None:
    """The difference weight by weight, where it can be known."""
    prepare_backend(compile_cache=before.program.settings.compile_cache)
    lines = weight_changes(before, after, _sizes(folder))
    if lines is None:
        return None
    left = len(lines) - MOST_WEIGHTS
    return "\n".join([*lines[:MOST_WEIGHTS], *([f"and {left} more"] if left > 0 else [])]) or (
        "the same weights, trained otherwise"
    )


def _sizes(folder: Path) -> DataSizes:
    try:
        return read_preprocessing(folder / "preprocessing.json").sizes
    except SpecError:
        return DataSizes()


def _keys(count: int, which: str) -> str:
    return f"{count} {which}key" if count == 1 else f"{count} {which}keys"
