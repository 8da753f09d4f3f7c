"""Pictures of models: as SVG, as PNG, and as a page."""

from wtspec.report.draw.draw_html import draw_html
from wtspec.report.draw.draw_png import svg_to_png
from wtspec.report.draw.draw_svg import Theme, draw_svg

__all__ = ["Theme", "draw_html", "draw_svg", "svg_to_png"]
