"""What a run's folder shows, read as another process reads it while the run goes on."""

import json
import os
import re
from pathlib import Path

ASIDE = ".writing-"
"""How the name of a checkpoint begins while it is written."""

_SAVED = re.compile(r"epoch_(\d+)(?:_step_(\d+))?")


def has_begun(run: Path) -> bool:
    """Whether there is something to resume: this file is the last that a run begins with."""
    return (run / "environment.json").exists()


def status(run: Path) -> str:
    """What the run says of itself."""
    return str(json.loads((run / "environment.json").read_text(encoding="utf-8"))["status"])


def saved(run: Path) -> list[str]:
    """The names of complete checkpoints, from the first to the last."""
    found = [_SAVED.fullmatch(name) for name in _names(run / "checkpoints")]
    matches = sorted((one for one in found if one), key=lambda one: _moment(*one.groups()))
    return [one.group() for one in matches]


def opening(run: Path) -> str:
    """How a run says from where it goes on, if it does so now."""
    last = next(reversed(saved(run)), None)
    found = _SAVED.fullmatch(last) if last else None
    if found is None:
        return "goes on from its beginning: no state of it was saved"
    epoch, step = _moment(*found.groups())
    after = f" and {_counted(step, 'step')}" if step else ""
    return f"goes on after {_counted(epoch, 'epoch')}{after}"


def aside(run: Path) -> set[int]:
    """The checkpoints that are written just now; each one has a number of its own."""
    try:
        with os.scandir(run / "checkpoints") as entries:
            return {entry.inode() for entry in entries if entry.name.startswith(ASIDE)}
    except OSError:
        return set()


def epochs(run: Path) -> int:
    """How many epochs are written down."""
    try:
        return (run / "metrics.jsonl").read_bytes().count(b"\n")
    except OSError:
        return 0


def strays(run: Path) -> list[str]:
    """Files that no finished run has: what was written aside and never got its name."""
    found = (path.relative_to(run) for path in run.rglob("*"))
    return sorted(str(path) for path in found if _is_stray(path))


def _is_stray(path: Path) -> bool:
    name = path.name
    return name.startswith(ASIDE) or "tmp" in name or (name.startswith(".") and name != ".lock")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _moment(epoch: str, step: str | None) -> tuple[int, int]:
    return int(epoch), int(step or 0)


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()] if folder.exists() else []
