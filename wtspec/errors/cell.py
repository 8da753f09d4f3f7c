"""Which line of a user's code an exception came from."""

from __future__ import annotations

import linecache
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

_PACKAGE = str(Path(__file__).parents[1])


def user_line(traceback: TracebackType | None) -> str:
    """The innermost line that is none of this package's: `line 3: run = …`; else nothing."""
    found = ""
    for frame, number in walk_tb(traceback):
        name = frame.f_code.co_filename
        if not name.startswith(_PACKAGE):
            source = linecache.getline(name, number, frame.f_globals).strip()
            where = "line" if _is_cell(name) else f"{name}, line"
            found = f"{where} {number}: {source}" if source else found
    return found


def _is_cell(name: str) -> bool:
    return "ipykernel" in name or name.startswith("<ipython")
