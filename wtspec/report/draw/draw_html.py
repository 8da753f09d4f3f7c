"""Draws a graph as a page in which layers fold out."""

from __future__ import annotations

import msgspec

from wtspec.graph import Graph
from wtspec.report.bundled import read_bundled
from wtspec.report.draw.draw_svg import ALL
from wtspec.report.shell import shell


def draw_html(graph: Graph, depth: int | None = 0) -> str:
    """The page's text; it opens offline. Layers are at first unfolded to `depth`, None for all."""
    unfolded = ALL if depth is None else depth
    data = msgspec.json.encode({"graph": graph, "depth": unfolded}).decode()
    return shell(graph.name, read_bundled("plot.js"), read_bundled("plot.css"), data)
