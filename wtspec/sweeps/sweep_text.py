"""The text of a sweep's spec, and what tells it from others."""

from __future__ import annotations

import hashlib
from pathlib import Path

from msgspec.structs import replace

from wtspec.document import Mapping
from wtspec.document.print_tree import print_tree
from wtspec.runs.resolved import resolved_tree
from wtspec.spec.trial import KEY
from wtspec.stages import Checked

LENGTHS = ("trials", "hours")
"""What may change as a sweep goes on."""


def sweep_text(checked: Checked, folder: Path) -> str:
    """The spec as one file that stands by itself in a folder, with `sweep`."""
    return print_tree(_tree(checked, folder.resolve()))


def meaning(checked: Checked) -> str:
    """A hash of what a sweep varies, and of all that its trials have in common.

    It is the same on all machines, wherever the files lie; how long the sweep is is no part of it.
    """
    tree = _tree(checked, checked.spec.document.path.parent)
    entry = tree.entries[KEY]
    if isinstance(entry.value, Mapping):
        kept = {name: one for name, one in entry.value.entries.items() if name not in LENGTHS}
        entry = replace(entry, value=replace(entry.value, entries=kept))
    text = print_tree(replace(tree, entries={**tree.entries, KEY: entry}))
    return hashlib.sha256(text.encode()).hexdigest()


def _tree(checked: Checked, folder: Path) -> Mapping:
    own = checked.spec.document.tree.entries[KEY]
    tree = resolved_tree(checked.spec, folder, checked.program.params)
    return replace(tree, entries={**tree.entries, KEY: own})
