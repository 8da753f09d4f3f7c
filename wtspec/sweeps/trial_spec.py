"""The spec of a trial, made of the sweep's and of the values that it was given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from wtspec.document import Document, Entry, Node, Sequence
from wtspec.document.override import override_at
from wtspec.report.sweep import Chosen, Searched
from wtspec.spec import validate
from wtspec.spec.trial import number_node, searched, trial_document
from wtspec.stages import Checked, check


def trial_spec(
    sweep: Checked,
    over: Iterable[Searched],
    given: Mapping[str, Chosen],
    data_root: Path | None,
) -> Checked:
    """The spec of a trial.

    Args:
        sweep: The spec of the sweep.
        over: What it varies.
        given: Values by path.
        data_root: No data file may lie outside it.

    Raises:
        SpecError: What is wrong with values that are right one by one.
    """
    return check(validate(given_document(sweep.spec.document, over, given)), data_root)


def given_document(
    document: Document, over: Iterable[Searched], given: Mapping[str, Chosen]
) -> Document:
    """The document of a trial, of the one that is swept.

    Args:
        document: The file that was swept, or the sweep's copy, where paths of files are others.
        over: What is varied; choices stand in the document in the same order.
        given: Values by path.

    Raises:
        SpecError: `invalid-override`.
    """
    entries = searched(document)
    return trial_document(
        document,
        [
            override_at(entries[one.path].key, _node(entries[one.path], one, given[one.path]))
            for one in over
        ],
    )


def _node(entry: Entry, searched: Searched, value: Chosen) -> Node:
    """A choice as it stands in the document, or a number."""
    if searched.choices is not None and isinstance(entry.value, Sequence):
        return entry.value.items[searched.choices.index(value)]
    number = value if isinstance(value, int | float) else 0
    return number_node(number, entry.value)
