"""Diagnostics as text for people and as JSON for machines."""

from wtspec.errors.render.json import render_json
from wtspec.errors.render.summary import summary
from wtspec.errors.render.text import render_text

__all__ = ["render_json", "render_text", "summary"]
