"""Pictures of models: as SVG and as PNG."""

from wtspec.report.draw.draw_png import svg_to_png
from wtspec.report.draw.draw_svg import Theme, draw_svg

__all__ = ["Theme", "draw_svg", "svg_to_png"]
