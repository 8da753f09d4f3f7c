"""Diagnostics as text for people, and as JSON, SARIF and annotations for machines.

What only some machines ask for is imported from its own file.
"""

from wtspec.errors.render.json import json_text, render_json
from wtspec.errors.render.summary import summary
from wtspec.errors.render.text import render_text

__all__ = ["json_text", "render_json", "render_text", "summary"]
