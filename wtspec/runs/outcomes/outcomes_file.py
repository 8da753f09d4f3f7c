"""What a run's folder keeps of its outcomes. Free of Keras."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
from msgspec import Struct

from wtspec.errors import Diagnostic, SpecError
from wtspec.report.outcome import Outcome
from wtspec.runs.checks.check_link import check_link
from wtspec.runs.write import write_aside

OUTCOMES = "outcomes.json"
_MOST_BYTES = 32 << 20
_PICTURE = re.compile(r"(data:image/png;base64,[A-Za-z0-9+/]+=*)?")


class Outcomes(Struct, frozen=True):
    """What came of held-out rows.

    Attributes:
        outcomes: One for each output that there is something to tell of.
        remarks: What is left out, and why.
    """

    outcomes: list[Outcome] = []
    remarks: list[str] = []


def write_outcomes(found: Outcomes, folder: Path) -> None:
    """Writes `outcomes.json`, as `read_outcomes` reads it.

    Raises:
        OSError: There is no room.
    """
    write_aside(folder / OUTCOMES, lambda aside: aside.write_bytes(msgspec.json.encode(found)))


def read_outcomes(folder: Path) -> Outcomes:
    """What a run's folder says of its outcomes; nothing where it has no such file.

    Raises:
        SpecError: `unreadable-file`, `outside-root`.
    """
    path = folder / OUTCOMES
    check_link(path)
    if not path.is_file():
        return Outcomes()
    try:
        found = _read(path)
    except (OSError, ValueError, RecursionError) as error:
        message = f"`{path}` can't be read as what a run has recorded: {error}"
        raise SpecError(Diagnostic("unreadable-file", message)) from error
    return found


def _read(path: Path) -> Outcomes:
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"it has more than {_MOST_BYTES:,} bytes")
    found = msgspec.json.decode(path.read_bytes(), type=Outcomes)
    _check(found)
    return found


def _check(found: Outcomes) -> None:
    """What types do not say.

    Raises:
        ValueError: Numbers that do not belong together, or a picture that is none.
    """
    for one in found.outcomes:
        shown = one.confusion
        if shown is not None and {len(shown.counts), *map(len, shown.counts)} != {
            len(shown.classes)
        }:
            raise ValueError("a class has not a count for each class")
        if any(len(several.true) != len(several.predicted) for several in one.residuals):
            raise ValueError("there is not a prediction for each value")
        if not all(_PICTURE.fullmatch(example.image) for example in one.worst):
            raise ValueError("a picture is no PNG")
