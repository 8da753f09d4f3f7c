"""The spec that a run was trained by, as it was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from wtspec.errors import SpecError
from wtspec.runs.checks.check_link import check_link
from wtspec.runs.resolved import resolved_text
from wtspec.spec import Spec
from wtspec.stages import Checked, check, load

NAME = "config.resolved.yaml"
KEPT = f"checkpoints/{NAME}"
"""What the checkpoints were trained by. A reader may edit the one in the run's folder."""


def kept_text(spec: Spec, folder: Path, params: Mapping[str, object]) -> str:
    """The text of `KEPT`: written before the first checkpoint, and anew where a run goes on.

    Args:
        spec: Sound.
        folder: Of the run.
        params: The values of the file's params.
    """
    return resolved_text(spec, (folder / KEPT).resolve().parent, params)


def read_recorded(folder: Path) -> Checked:
    """The spec that a run was trained by.

    Raises:
        SpecError: `outside-root`; what is wrong with the file.
    """
    kept = folder / KEPT
    if kept.is_file():
        check_link(kept)
        with suppress(SpecError):  # damaged: the other one tells as much
            return check(load(kept, root=folder))
    check_link(folder / NAME)
    return check(load(folder / NAME, root=folder))
