"""Tells what is wrong with a spec, in the form that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Literal, get_args

from wtspec import __version__
from wtspec.cli.streams import colors, say_rendered, show
from wtspec.errors import Diagnostic

Form = Literal["text", "json", "sarif", "github"]
FORMS: tuple[Form, ...] = get_args(Form)


def tell(faults: Sequence[Diagnostic], form: Form = "text") -> None:
    """Tells people on stderr, in text; gives machines theirs on stdout, also where all is well."""
    if not faults and form in {"text", "github"}:
        return
    from wtspec.errors import render

    match form:
        case "text":
            say_rendered(render.render_text(faults, color=colors(sys.stderr)))
        case "json":
            show(render.render_json(faults))
        case "sarif":
            show(render.render_sarif(faults, render.repository(), __version__))
        case "github":
            show(render.render_github(faults, render.repository()))
