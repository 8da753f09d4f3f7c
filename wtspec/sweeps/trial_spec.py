"""The spec of a trial, made of the sweep's and of the values that it was given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from wtspec.document import Entry, Node, Sequence
from wtspec.document.override import Override, override_at
from wtspec.report.sweep import Chosen
from wtspec.resolve.sweep.resolve_sweep import choice
from wtspec.spec import validate
from wtspec.spec.trial import number_node, searched, trial_document
from wtspec.stages import Checked, check


def trial_spec(sweep: Checked, given: Mapping[str, Chosen], data_root: Path | None) -> Checked:
    """The spec of a trial.

    Args:
        sweep: The spec of the sweep.
        given: Values by path.
        data_root: No data file may lie outside it.

    Raises:
        SpecError: What is wrong with values that are right one by one.
    """
    document = sweep.spec.document
    return check(validate(trial_document(document, overrides(sweep, given))), data_root)


def overrides(sweep: Checked, given: Mapping[str, Chosen]) -> Iterator[Override]:
    """What the values of a trial set, in the order of the spec."""
    for path, entry in searched(sweep.spec.document).items():
        yield override_at(entry.key, _node(entry, given[path]))


def _node(entry: Entry, value: Chosen) -> Node:
    """A choice as it stands in the spec, or a number."""
    if not isinstance(entry.value, Sequence):
        return number_node(
            float(value) if isinstance(value, float) else int(value or 0), entry.value
        )
    found = next((one for one in entry.value.items if choice(one) == value), None)
    if found is None:
        message = f"{value!r} is no choice of `{entry.key.text}`"
        raise LookupError(message)
    return found
