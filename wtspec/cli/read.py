"""Reads the spec that a verb is about, and tells its warnings."""

from __future__ import annotations

import sys
from pathlib import Path

from wtspec.cli.options import Overrides
from wtspec.cli.streams import colors, say
from wtspec.stages import Checked, check, load


def read_checked(
    file: Path, overrides: Overrides, root: Path | None, data_root: Path | None = None
) -> Checked:
    """The checked spec.

    Raises:
        SpecError: Everything that is wrong with it.
    """
    checked = check(load(file, overrides, root), data_root)
    if checked.warnings:
        from wtspec.errors.render import render_text

        say(render_text(checked.warnings, color=colors(sys.stderr)) + "\n")
    return checked
