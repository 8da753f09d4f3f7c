"""Finds the files that the cells of a table name."""

from __future__ import annotations

import os
from dataclasses import dataclass


class OutsideRootError(ValueError):
    """A cell names a file that may not be read."""


@dataclass(frozen=True)
class FilesBeside:
    """Where files lie that a table names.

    Attributes:
        folder: What their paths are relative to: the table's own.
        root: No file may lie outside it, symlinks resolved.
    """

    folder: str
    root: str

    def find(self, path: str) -> str:
        """The file of that path, which need not be there.

        Raises:
            OutsideRootError: It lies outside the root.
        """
        file = os.path.realpath(os.path.join(self.folder, path))  # noqa: PTH118 - thousands
        root = os.path.join(os.path.realpath(self.root), "")  # noqa: PTH118
        if not file.startswith(root):
            raise OutsideRootError(f"`{path}` lies outside the data root")
        return file
