"""Diagnostics as text for people, and as JSON, SARIF and annotations for machines."""

from wtspec.errors.render.address import repository
from wtspec.errors.render.github import render_github
from wtspec.errors.render.json import json_text, render_json
from wtspec.errors.render.sarif import render_sarif
from wtspec.errors.render.summary import summary
from wtspec.errors.render.text import render_text

__all__ = [
    "json_text",
    "render_github",
    "render_json",
    "render_sarif",
    "render_text",
    "repository",
    "summary",
]
