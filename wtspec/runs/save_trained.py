"""Saves what a training made, where there is room for it."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from wtspec.model import save_weights
from wtspec.model.mesh.exchange import place
from wtspec.model.processes.join import is_first
from wtspec.runs.write import unwritable, write_aside, write_text

if TYPE_CHECKING:
    import keras

NAME = "weights.safetensors"


def check_room(folder: Path, count: int) -> None:
    """Refuses a training whose weights the disk has no room for.

    Args:
        folder: Of the run.
        count: How many bytes the weights take.

    Raises:
        SpecError: `unwritable`.
    """
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return
    if free < count:
        error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        needed = f"the weights take {count:,} bytes, and {free:,} are free"
        raise unwritable(folder / NAME, error, needed)


def save_trained(model: keras.Model, folder: Path, texts: Mapping[str, str]) -> None:
    """Saves a run's weights in its folder; where that fails, in one for temporary files.

    Args:
        model: With the weights.
        folder: Of the run.
        texts: What else is needed to predict with them, by name; for a folder that is gone.

    Raises:
        SpecError: `unwritable`, with where the weights are.
    """
    path = folder / NAME
    try:
        if is_first():
            write_aside(path, lambda aside: save_weights(model, aside))
        else:
            save_weights(model, path)  # into what the first process puts in its place
    except OSError as error:
        raise unwritable(path, error, _save_elsewhere(model, path, texts)) from error


def _save_elsewhere(model: keras.Model, path: Path, texts: Mapping[str, str]) -> str | None:
    """Says where the weights are instead, if they could be saved there."""
    if place()[1] > 1:
        return None  # others may be on hosts that have other folders for temporary files
    try:
        kept = Path(tempfile.mkdtemp(prefix=f"wtspec-{path.parent.name}-")) / path.name
        save_weights(model, kept)
        if not path.parent.is_dir():
            for name, text in texts.items():
                write_text(kept.with_name(name), text)
            return f"the trained weights are in `{kept.parent}`, with what predicts by them"
    except OSError:
        return None
    return f"the trained weights are in `{kept}`: make room, and move them into the run's folder"
