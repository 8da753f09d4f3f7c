"""Turns a picture into pixels."""

from __future__ import annotations

import math
import re
from pathlib import Path

_FONTS = Path(__file__).parent / "fonts"
_FILES = [str(_FONTS / f"{name}.ttf") for name in ("sans", "sans-bold", "signs", "mono")]
"""Where one lacks a letter, the next that has it stands in for all it has: signs come first."""

_SIZE = re.compile(r'width="(\d+)" height="(\d+)"')
_OTHER_SCRIPT = re.compile("[^\\0-\u045f\u2010-\u22ff\u25a0-\u25ff\u27e8-\u27eb]")
"""What the fonts here do not have: the system's may."""

_MOST_PIXELS = 5e7
_LONGEST_SIDE = 2**15 - 1  # what some viewers can show


def svg_to_png(svg: str, scale: float = 2) -> bytes:
    """The picture as a PNG.

    Args:
        svg: Of one theme: what is drawn does not know who looks at it.
        scale: Pixels for each unit of the picture; fewer where it would have too many to be looked
            at.
    """
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=min(scale, _most(svg)),
        font_files=_FILES,
        sans_serif_family="wtspec Sans",
        monospace_family="wtspec Mono",
        skip_system_fonts=_OTHER_SCRIPT.search(svg) is None,
    )


def _most(svg: str) -> float:
    """The largest scale that gives a picture which can be looked at."""
    found = _SIZE.search(svg)
    if found is None:
        return 1
    width, height = (int(side) for side in found.groups())
    return min(math.sqrt(_MOST_PIXELS / (width * height)), _LONGEST_SIDE / max(width, height))
