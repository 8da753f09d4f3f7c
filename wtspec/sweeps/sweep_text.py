"""The text of a sweep's spec, and what tells it from others."""

from __future__ import annotations

import hashlib
from pathlib import Path

from msgspec.structs import replace

from wtspec.document import Entry, Mapping, Node, Sequence, find
from wtspec.document.override import override_at
from wtspec.document.print_tree import print_tree
from wtspec.runs.resolved import move_paths, resolved_tree
from wtspec.spec.trial import KEY, trial_document
from wtspec.stages import Checked

_NAMING_FILES = ("data", "model")
LENGTHS = ("trials", "hours")
"""What may change as a sweep goes on."""


def sweep_text(checked: Checked, folder: Path) -> str:
    """The spec as one file that stands by itself in a folder, with `sweep`."""
    return print_tree(_tree(checked, folder.resolve()))


def meaning(checked: Checked) -> str:
    """A hash of what a sweep varies, and of all that its trials have in common.

    It is the same on all machines, wherever the files lie; how long the sweep is is no part of it.
    """
    text = print_tree(what_is_common(checked, checked.spec.document.path.parent))
    return hashlib.sha256(text.encode()).hexdigest()


def what_is_common(checked: Checked, folder: Path) -> Mapping:
    """What a sweep varies and its trials have in common, files named as a folder finds them."""
    tree = _tree(checked, folder)
    entry = tree.entries[KEY]
    if isinstance(entry.value, Mapping):
        kept = {name: one for name, one in entry.value.entries.items() if name not in LENGTHS}
        entry = replace(entry, value=replace(entry.value, entries=kept))
    return replace(tree, entries={**tree.entries, KEY: entry})


def _tree(checked: Checked, folder: Path) -> Mapping:
    own = checked.spec.document.tree.entries[KEY]
    tree = resolved_tree(checked.spec, folder, checked.program.params)
    entry = replace(own, value=_found_from(own.value, checked, folder))
    return replace(tree, entries={**tree.entries, KEY: entry})


def _found_from(node: Node, checked: Checked, folder: Path) -> Node:
    """The section with the files among its choices named as they are found from a folder."""
    over = node.get("over") if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping) or not isinstance(over, Mapping):
        return node
    entries = dict(over.entries)
    for path, entry in over.entries.items():
        if isinstance(entry.value, Sequence) and path.startswith(_NAMING_FILES):
            items = tuple(_moved(one, entry, checked, folder) for one in entry.value.items)
            entries[path] = replace(entry, value=replace(entry.value, items=items))
    moved = replace(node.entries["over"], value=replace(over, entries=entries))
    return replace(node, entries={**node.entries, "over": moved})


def _moved(choice: Node, entry: Entry, checked: Checked, folder: Path) -> Node:
    """A choice as the spec has it that is given it, once files are found from the folder."""
    document, override = checked.spec.document, override_at(entry.key, choice)
    before = trial_document(document, [override]).tree
    after = move_paths(before, document, folder, checked.program.params)
    steps = [step.text for step in override.steps]
    there, then = find(before, *steps), find(after, *steps)
    return choice if then is None or then is there else then
