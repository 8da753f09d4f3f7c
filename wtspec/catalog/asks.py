"""What Keras's losses, metrics and optimizers ask for, beyond the types of their arguments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, cast

from msgspec import Struct

from wtspec.catalog.component import Kind
from wtspec.catalog.snapshot import folder

Targets = Literal["same", "exact", "labels", "ids", "sequences"]


class Asks(Struct, frozen=True):
    """What a loss or metric asks of the outputs and targets that it compares.

    Attributes:
        targets: Their shape. `same`: that of the outputs, but for axes of size 1 at the end;
            `exact`: that of the outputs; `labels`: that of the outputs without the last axis, whole
            numbers that count its entries; `ids`: one whole number a row; `sequences`: a row of
            labels for each row, of any length.
        least: No target is smaller; None for any.
        most: No target is larger.
        rank: The least and the largest number of dims of the outputs, the batch among them.
        units: The least size of the outputs' last axis.
    """

    targets: Targets
    least: float | None = None
    most: float | None = None
    rank: tuple[int, int | None] = (1, None)
    units: int = 1


def asks(kind: Literal["loss", "metric"], name: str) -> Asks | None:
    """What the class of that name asks for; None where its arguments decide."""
    found = _read()[kind].get(name)
    if found is None:
        return None
    entry = cast("dict[str, Any]", found)
    least, most = cast("list[int | None]", entry.get("rank", [1, None]))
    return Asks(
        entry["targets"], entry.get("least"), entry.get("most"), (least or 1, most),
        entry.get("units", 1),
    )  # fmt: skip


def exclusive(kind: Kind) -> tuple[tuple[str, ...], ...]:
    """Arguments of which a class of that kind takes at most one."""
    return tuple(tuple(cast("list[str]", one)) for one in _read()["exclusive"].get(kind, []))


def choices(kind: Kind, argument: str) -> tuple[str, ...]:
    """The words that an argument of the classes of a kind may be; none where any may be said."""
    found = cast("dict[str, dict[str, list[str]]]", _read()["choices"]).get(kind, {})
    return tuple(found.get(argument, ()))


class Bounds(Struct, frozen=True):
    """What numbers an argument takes; None for any.

    Attributes:
        ge: The least.
        gt: What all are larger than.
        le: The largest.
        lt: What all are smaller than.
    """

    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    lt: float | None = None

    def hold(self, number: float) -> bool:
        """Whether a number lies within."""
        return (
            (self.ge is None or number >= self.ge)
            and (self.gt is None or number > self.gt)
            and (self.le is None or number <= self.le)
            and (self.lt is None or number < self.lt)
        )


def bounds(kind: Kind, argument: str) -> Bounds | None:
    """The numbers that make sense as an argument of the classes of a kind."""
    found = cast("dict[str, dict[str, float]]", _read()["bounds"].get(kind, {})).get(argument)
    return Bounds(**found) if found is not None else None


@cache
def _read() -> Mapping[str, Mapping[str, Any]]:
    text = (folder() / "asks.json").read_text(encoding="utf-8")
    return cast("Mapping[str, Mapping[str, Any]]", json.loads(text))
