"""The weights of one program beside those of another, with no array made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from wtspec.errors import SpecError
from wtspec.model import Row, plan
from wtspec.program.sizes import DataSizes
from wtspec.report.tables import in_brackets
from wtspec.runs.assemble import with_source
from wtspec.stages import Checked


def weight_changes(before: Checked, after: Checked, sizes: DataSizes) -> list[str] | None:
    """A line for each weight that is another, those of a repeated layer on one.

    Args:
        before: What was trained; the backend is prepared by now.
        after: What would be.
        sizes: What the run's data gave the model.

    Returns:
        The lines, in the order of the weights; None where a plan can't be made.
    """
    try:
        return row_changes(_rows(before, sizes), _rows(after, sizes))
    except SpecError:
        return None


def row_changes(before: Mapping[str, Row], after: Mapping[str, Row]) -> list[str]:
    """The same for weights that are known, by path."""
    alike: dict[tuple[str, str], list[str]] = {}
    for path in dict.fromkeys((*before, *after)):
        for said in _change(before.get(path), after.get(path)):
            alike.setdefault((re.sub(r"[0-9]+", "*", path), said), []).append(path)
    return [
        f"`{paths[0]}`: {said}" if len(paths) == 1 else f"{len(paths)} `{glob}`: {said}"
        for (glob, said), paths in alike.items()
    ]


def _rows(checked: Checked, sizes: DataSizes) -> dict[str, Row]:
    """By path; sizes of the data that fit no input any more are left open."""
    code = with_source(checked).code
    try:
        made = plan(code, sizes)
    except SpecError:
        made = plan(code, DataSizes(sizes.classes))
    return {row.path: row for row in made.rows}


def _change(before: Row | None, after: Row | None) -> Iterator[str]:
    match before, after:
        case Row(), Row():
            said = ", ".join(_fields(before, after))
            if said:
                yield said
        case Row(), None:
            yield f"{_shown(before)} has gone"
        case None, Row():
            yield f"{_shown(after)} is new"
        case _:
            pass


def _fields(before: Row, after: Row) -> Iterator[str]:
    if before.shape != after.shape:
        yield f"{in_brackets(before.shape)} → {in_brackets(after.shape)}"
    for name in ("dtype", "initializer", "trainable"):
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield f"{name} {_word(was)} → {_word(now)}"


def _shown(row: Row) -> str:
    return f"{in_brackets(row.shape)} {row.dtype}"


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value) or "none"
