"""The document of a trial: the file without `sweep`, with the values that the trial is given."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from wtspec.document import Document, Entry, Mapping, Node, Scalar
from wtspec.document.override import Override, apply_override

KEY = "sweep"


def trial_document(document: Document, given: Iterable[Override]) -> Document:
    """The document of a trial.

    Args:
        document: Of the file.
        given: What the trial is given.

    Raises:
        SpecError: `invalid-override`.
    """
    tree = without_sweep(document.tree)
    for one in given:
        tree = apply_override(tree, one)
    return replace(document, tree=tree)


def without_sweep(tree: Mapping) -> Mapping:
    """The tree of a file that is tried once."""
    if KEY not in tree.entries:
        return tree
    entries = {key: entry for key, entry in tree.entries.items() if key != KEY}
    return replace(tree, entries=entries)


def searched(document: Document) -> dict[str, Entry]:
    """The paths of `sweep.over`, each with its choices or range."""
    over = document.find(KEY, "over")
    return over.entries if isinstance(over, Mapping) else {}


def number_node(value: float, range_node: Node) -> Scalar:
    """A number of a range, as if it stood where the range does."""
    return Scalar(value, repr(value), range_node.span)
