"""Where the table of a source lies, to which paths in its cells are relative. Free of NumPy."""

from __future__ import annotations

from pathlib import Path

from wtspec.sources.glob import divide, is_glob
from wtspec.sources.request import SourceRequest


def table_folder(source: SourceRequest, data_root: Path) -> Path:
    """The folder of a source's file; of a glob's files that before its first wildcard.

    Images lie in their own folder. A source without a file is where its spec is.
    """
    source = source.rows_of
    folder = source.folder or data_root
    if not source.paths:
        return folder
    path = folder / source.paths[0]
    if source.kind == "images":
        return path if path.is_dir() else path.parent
    return divide(path)[0] if is_glob(str(path)) else path.parent
