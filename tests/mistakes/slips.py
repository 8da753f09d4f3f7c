"""Mistakes that people make, each as a small change of a good file.

The files under `slips/` are written by hand. A slip is a block of lines:

    @ what a person did
    FILE: CODE
    help: a pattern that the help must hold, where there is a repair
    -a line of the file
    +what became of it, ▸ before the character that the error must point at
     a line that stays

Lines in a row stand in a row in the file, and there once. `...` parts changes that stand apart.
"""

import re
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from wtspec.errors import Diagnostic, SpecError
from wtspec.stages import check_file

HERE = Path(__file__).parent
GOOD = {
    path.stem: path
    for folder in (HERE / "good", HERE.parents[1] / "configs")
    for path in sorted(folder.glob("*.yaml"))
}
MARK = "▸"


@dataclass(frozen=True)
class Change:
    """Lines of a file and those that take their place; `mark` is where the error must be.

    Attributes:
        first: The number of the first line, from 1.
        mark: Offset of the line in `new`, and column, from 1.
    """

    first: int
    old: tuple[str, ...]
    new: tuple[str, ...]
    mark: tuple[int, int] | None


@dataclass(frozen=True)
class Slip:
    """One mistake, and the one error that it must give."""

    title: str
    file: str
    code: str
    help: str | None
    changes: tuple[Change, ...]

    @cached_property
    def parts(self) -> frozenset[str]:
        """The parts of the file that it touches: a section, or one layer or function of it."""
        lines = GOOD[self.file].read_text(encoding="utf-8").split("\n")
        touched = [at for one in self.changes for at in range(one.first, one.first + len(one.old))]
        return frozenset(_part(lines, at - 1) for at in touched)


def _part(lines: list[str], at: int) -> str:
    """The section in which a line stands; for layers and functions the one that it is in."""
    above = lines[: at + 1][::-1]
    section = next((line for line in above if re.match(r"\w", line)), "")
    if section not in {"layers:", "functions:"}:
        return section.partition(":")[0]
    return section + next((line for line in above if re.match(r"(  )?\w", line)), "")


def read_slips() -> list[Slip]:
    """All slips of all files."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((HERE / "slips").glob("*.diff"))]
    return [_slip(block.strip("\n")) for text in texts for block in re.split(r"(?m)^@ ", text)[1:]]


def _slip(block: str) -> Slip:
    title, where, *lines = block.split("\n")
    file, code = where.split(": ")
    help = lines.pop(0).removeprefix("help: ") if lines[0].startswith("help: ") else None
    hunks = "\n".join(lines).split("\n...\n")
    changes = [_change(file, title, hunk.split("\n")) for hunk in hunks]
    assert sum(change.mark is not None for change in changes) == 1, title
    return Slip(title, file, code, help, tuple(sorted(changes, key=lambda one: one.first)))


def _change(file: str, title: str, hunk: list[str]) -> Change:
    assert all(line[:1] in {"-", "+", " ", ""} for line in hunk), title
    old = tuple(line[1:].replace(MARK, "") for line in hunk if not line.startswith("+"))
    new = [line[1:] for line in hunk if not line.startswith("-")]
    lines = GOOD[file].read_text(encoding="utf-8").split("\n")
    firsts = [at for at in range(len(lines)) if tuple(lines[at : at + len(old)]) == old]
    assert len(firsts) == 1, f"{title}: {len(firsts)} places"
    marks = [(at, line.index(MARK) + 1) for at, line in enumerate(new) if MARK in line]
    assert len(marks) < 2, title
    new = [line.replace(MARK, "") for line in new]
    return Change(firsts[0] + 1, old, tuple(new), marks[0] if marks else None)


def apply(slips: list[Slip]) -> tuple[str, list[tuple[int, int]]]:
    """The file with all its slips, and where each error must be: line and column."""
    lines = GOOD[slips[0].file].read_text(encoding="utf-8").split("\n")
    places: dict[int, tuple[int, int]] = {}
    shift = 0
    ordered = [(one, number) for number, slip in enumerate(slips) for one in slip.changes]
    for change, number in sorted(ordered, key=lambda pair: pair[0].first):
        at = change.first - 1 + shift
        lines[at : at + len(change.old)] = change.new
        if change.mark:
            places[number] = (at + change.mark[0] + 1, change.mark[1])
        shift += len(change.new) - len(change.old)
    return "\n".join(lines), [places[number] for number in range(len(slips))]


def faults_of(text: str, slip: Slip, folder: Path) -> tuple[Diagnostic, ...]:
    """What `validate` says of a changed file that lies where the good one lay."""
    path = folder / f"{slip.file}.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        return check_file(path).warnings
    except SpecError as error:
        return error.diagnostics
    finally:
        shutil.copy(GOOD[slip.file], path)


def copy_good(folder: Path) -> None:
    """Lays the good files, and the data and layers that they stand on, into a folder."""
    shutil.copytree(HERE.parents[1] / "configs", folder, dirs_exist_ok=True)
    for path in (HERE / "good").glob("*.yaml"):
        shutil.copy(path, folder)
