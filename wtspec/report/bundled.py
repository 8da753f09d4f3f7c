"""The scripts and style sheets that `scripts/viewer` builds."""

from __future__ import annotations

from pathlib import Path

_ASSETS = Path(__file__).parent / "assets"


def read_bundled(name: str) -> str:
    """The text of `NAME.js` or `NAME.css`."""
    return (_ASSETS / name).read_text("utf-8")
