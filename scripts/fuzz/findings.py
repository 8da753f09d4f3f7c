"""Keeps inputs on which a target fails, one of each kind, as files to reproduce it with."""

from pathlib import Path

from scripts.fuzz.examine import examine
from scripts.fuzz.targets import Fuzzed

INPUT, REPORT = ".input", ".txt"


def keep(target: Fuzzed, data: bytes, folder: Path) -> None:
    """Runs a target; the shortest input of each kind of failure stays in the folder."""
    found = examine(target.run, data, target.limits)
    if found is None:
        return
    path = folder / f"{found.key}{INPUT}"
    if not path.exists() or len(path.read_bytes()) > len(data):
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.with_suffix(REPORT).write_text(found.report, encoding="utf-8", errors="replace")


def kept(folder: Path) -> list[Path]:
    """The inputs that a target is known to fail on."""
    return sorted(folder.glob(f"*{INPUT}"))


def drop_mended(target: Fuzzed, folder: Path) -> None:
    """Forgets what a target does not fail on any more."""
    for path in kept(folder):
        if examine(target.run, path.read_bytes(), target.limits) is None:
            path.unlink()
            path.with_suffix(REPORT).unlink(missing_ok=True)
