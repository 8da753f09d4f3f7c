"""Tells what is wrong with a spec, in the form that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Literal, get_args

from wtspec.cli.streams import colors, say_rendered, show, width_of_terminal
from wtspec.errors import Diagnostic
from wtspec.version import __version__

Form = Literal["text", "json", "sarif", "github"]
FORMS: tuple[Form, ...] = get_args(Form)


def tell(faults: Sequence[Diagnostic], form: Form = "text") -> None:
    """Tells people on stderr, in text; gives machines theirs on stdout, also where all is well."""
    if not faults and form in {"text", "github"}:
        return
    match form:
        case "text":
            from wtspec.errors.render import render_text

            width = width_of_terminal(sys.stderr)
            say_rendered(render_text(faults, color=colors(sys.stderr), width=width))
        case "json":
            from wtspec.errors.render import render_json

            show(render_json(faults))
        case "sarif":
            from wtspec.errors.render.address import repository
            from wtspec.errors.render.sarif import render_sarif

            show(render_sarif(faults, repository(), __version__))
        case "github":
            from wtspec.errors.render.address import repository
            from wtspec.errors.render.github import render_github

            show(render_github(faults, repository()))
