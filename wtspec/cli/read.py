"""Reads the spec that a verb is about, and tells its warnings."""

from __future__ import annotations

from pathlib import Path

from wtspec.cli.options import Overrides
from wtspec.cli.streams import say
from wtspec.cli.tell import tell
from wtspec.stages import Checked, check_file


def read_checked(
    file: Path, overrides: Overrides, root: Path | None, data_root: Path | None = None
) -> Checked:
    """The checked spec.

    Raises:
        SpecError: Everything that is wrong with it.
    """
    checked = check_file(file, overrides, root, data_root)
    if checked.warnings:
        tell(checked.warnings)
        say("")
    return checked
