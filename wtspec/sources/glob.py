"""Finds the files that a pattern matches, without going round in circles. Free of NumPy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from wtspec.errors import Diagnostic, Span, SpecError

MAGIC = frozenset("*?[")
MOST_ENTRIES = 100_000
"""Files and folders that are looked at for one pattern."""


def is_glob(path: str) -> bool:
    """Whether a path stands for others: it has a wildcard, and nothing bears it as its name."""
    return bool(MAGIC & set(path)) and not os.path.exists(path)  # noqa: PTH110 - of any text


def divide(path: Path) -> tuple[Path, PurePath]:
    """The folder before the first wildcard of a path that has one, and the pattern from there.

    A folder that bears such a letter in its own name is no pattern.
    """
    fixed = Path()
    for at, part in enumerate(path.parts):
        last = at == len(path.parts) - 1
        if MAGIC & set(part) and (last or not (fixed / part).is_dir()):
            return fixed, PurePath(*path.parts[at:])
        fixed /= part
    return fixed, PurePath(path.name)


def matching_files(folder: Path, pattern: PurePath, span: Span | None = None) -> list[Path]:
    """The files below a folder that a pattern matches, sorted.

    `*` stays within a name, and `**` crosses folders. Hidden names match only where the pattern
    has their dot; links to folders are not followed, so that no link leads round in a circle.

    Raises:
        SpecError: `too-many-files`: there is too much to look at.
    """
    found: set[Path] = set()
    waiting = [(folder, pattern.parts)]
    seen = set(waiting)
    looked = 0
    while waiting:
        here, parts = waiting.pop()
        looked += 1
        for entry in _entries(here):
            looked += 1
            if looked > MOST_ENTRIES:
                raise SpecError(_too_many(pattern, span))
            for rest in _rests(entry.name, parts):
                if not rest and entry.is_file():
                    found.add(here / entry.name)
                if rest and entry.is_dir(follow_symlinks=False):
                    step = (here / entry.name, rest)
                    waiting += [] if step in seen else [step]
                    seen.add(step)
    return sorted(found)


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError:  # not a folder, or not ours to look into
        return


def _rests(name: str, parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """What of a pattern is left for what lies in an entry of that name."""
    first, rest = parts[0], parts[1:]
    if name.startswith(".") and not first.startswith("."):
        return
    if first != "**":
        if fnmatchcase(name, first):
            yield rest
        return
    yield parts
    if rest:
        yield from _rests(name, rest)


def _too_many(pattern: PurePath, span: Span | None) -> Diagnostic:
    return Diagnostic(
        "too-many-files",
        f"`{pattern}` would look at more than {MOST_ENTRIES:,} files and folders",
        span,
        help="name a folder before the first `*`",
    )
