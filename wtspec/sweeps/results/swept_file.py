"""The file that a sweep was begun with: what the best trial is written as extends it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import cast

import msgspec
from msgspec.structs import replace

from wtspec.document import Mapping, read_document, read_text
from wtspec.document.difference import difference, is_same
from wtspec.document.merge import merge_mappings
from wtspec.document.print_tree import print_tree
from wtspec.document.root import find_root
from wtspec.errors import SpecError
from wtspec.spec import validate
from wtspec.stages import Checked, check
from wtspec.sweeps.sweep_text import what_is_common


class SweptFile(msgspec.Struct, frozen=True):
    """Where it is, and what else was said.

    Attributes:
        path: From the sweep's folder.
        changes: What `--set` changed in it, as YAML.
    """

    path: str
    changes: str


def remember(checked: Checked, folder: Path) -> SweptFile | None:
    """What is to be known of it later; None where no file holds the spec."""
    document = checked.spec.document
    if not document.path.is_file():
        return None
    before = read_document(document.path, root=document.root).tree
    changes = print_tree(difference(before, document.tree), flow=True)
    try:
        path = Path(os.path.relpath(document.path, folder.resolve())).as_posix()
    except ValueError:  # on Windows, another drive
        return None
    return SweptFile(path, changes)


def recall(swept: SweptFile, folder: Path, own: Checked, data_root: Path | None) -> Checked | None:
    """Reads it, with what was changed in it.

    Args:
        swept: Where it was, as the folder says, which may be anyone's.
        folder: Of the sweep.
        own: The sweep's own copy of it.
        data_root: No data file may lie outside it.

    Returns:
        None where it is gone, means something else by now, or lies, or what it stands on does,
        outside the root that a file in the folder has.
    """
    root = find_root(folder.resolve() / "_")
    path = (folder / swept.path).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        return None
    with suppress(SpecError):
        document = read_document(path, root=root)
        changes = cast("Mapping", read_text(swept.changes, "--set"))
        document = replace(document, tree=merge_mappings(document.tree, changes))
        found = check(validate(document), data_root)
        has_sweep = found.program.sweep is not None
        return found if has_sweep and _is_alike(found, own, folder) else None
    return None


def _is_alike(one: Checked, other: Checked, folder: Path) -> bool:
    """Whether the trials of both are the same."""
    return is_same(*(what_is_common(each, folder.resolve()) for each in (one, other)))
