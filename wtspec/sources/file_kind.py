"""What a file is, by its name."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from wtspec.errors import Diagnostic, SpecError
from wtspec.sources.formats import FORMATS


def file_kind(path: Path, known: Collection[str] = FORMATS) -> str:
    """What a file is by the end of its name.

    Args:
        path: The file.
        known: What it may be.

    Raises:
        SpecError: `unknown-format`.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in known:
        message = f"`{path}` is of no known format"
        *most, last = (f".{one}" for one in known)
        expected = f"a name that ends in {', '.join(most)} or {last}"
        raise SpecError(Diagnostic("unknown-format", message, expected=expected))
    return kind
