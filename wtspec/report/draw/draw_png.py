"""Turns a picture into pixels."""

from __future__ import annotations

from pathlib import Path

_FONTS = Path(__file__).parent / "fonts"
_FILES = [str(_FONTS / f"{name}.ttf") for name in ("sans", "sans-bold", "mono", "signs")]


def svg_to_png(svg: str, scale: float = 2) -> bytes:
    """The picture as a PNG.

    Args:
        svg: Of one theme: what is drawn does not know who looks at it.
        scale: Pixels for each unit of the picture.
    """
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=scale,
        font_files=_FILES,
        sans_serif_family="wtspec Sans",
        monospace_family="wtspec Mono",
        skip_system_fonts=True,
    )
