"""The folders of a run's checkpoints, and what their names say."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from wtspec.runs.write import remove_asides
from wtspec.train.snapshot import Moment

CHECKPOINTS = "checkpoints"
_NAME = re.compile(r"epoch_([0-9]{1,9})(?:_step_([1-9][0-9]{0,9}))?", re.ASCII)
_ASIDE = (".writing-", ".gone-")


def name_of(moment: Moment) -> str:
    """`epoch_12` at the end of that epoch; `epoch_12_step_120` so many steps after it."""
    return f"epoch_{moment.epoch}" + (f"_step_{moment.step}" if moment.step else "")


def in_words(moment: Moment) -> str:
    """`at the end of epoch 12`, `in epoch 13, after step 120`."""
    if not moment.step:
        return f"at the end of epoch {moment.epoch}"
    return f"in epoch {moment.epoch + 1}, after step {moment.step}"


def moment_of(name: str) -> Moment | None:
    """What a folder's name says, if it is that of a checkpoint."""
    found = _NAME.fullmatch(name)
    return Moment(int(found[1]), int(found[2] or 0)) if found else None


def aside_of(checkpoint: Path) -> Path:
    """Where a checkpoint is written, before it is put in its place."""
    return checkpoint.with_name(f"{_ASIDE[0]}{checkpoint.name}")


def find_checkpoints(run: Path) -> dict[Moment, Path]:
    """The checkpoints of a run, whole or damaged, in the order of the training."""
    try:
        entries = [one for one in (run / CHECKPOINTS).iterdir() if one.is_dir()]
    except OSError:
        return {}
    placed = [(moment_of(one.name), one) for one in entries]
    return dict(sorted((at, one) for at, one in placed if at is not None))


def remove_checkpoint(checkpoint: Path) -> None:
    """Takes its name from it first: what is half removed never looks like a checkpoint."""
    if checkpoint.is_symlink():
        checkpoint.unlink()
        return
    gone = checkpoint.with_name(f"{_ASIDE[1]}{checkpoint.name}")
    shutil.rmtree(gone, ignore_errors=True)
    checkpoint.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def set_aside(checkpoint: Path) -> None:
    """Keeps what may be damaged, or only unreadable just now, under a name that nothing reads."""
    aside = checkpoint.with_name(f"damaged_{checkpoint.name}")
    shutil.rmtree(aside, ignore_errors=True)
    checkpoint.rename(aside)


def clear_remains(run: Path) -> None:
    """Removes what a process left that was killed while it wrote a file or changed a checkpoint."""
    remove_asides(run)
    folder = run / CHECKPOINTS
    if folder.is_dir():
        remove_asides(folder)
        for entry in folder.iterdir():
            if entry.name.startswith(_ASIDE):
                shutil.rmtree(entry, ignore_errors=True)
