"""What the page that compares runs shows."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from wtspec.report.report import RunReport


class ChangedValue(Struct, frozen=True):
    """A path of the resolved specs whose values are not the same.

    Attributes:
        values: By run, as text; None where a run's spec has nothing there.
    """

    path: str
    values: list[str | None]


class ComparedWeight(Struct, frozen=True):
    """A weight in the runs.

    Attributes:
        shapes: By run, in brackets; None where there is no such weight.
        norms: By run.
        distances: By run, the norm of its difference from the first run's over the first's norm;
            None where shapes differ.
    """

    path: str
    shapes: list[str | None]
    norms: list[float | None]
    distances: list[float | None]


class RunComparison(Struct, frozen=True):
    """Several runs beside each other, in the order in which they were named.

    Attributes:
        runs: As `in_short` gives them.
        changes: In their specs.
        weights: Of all of them.
    """

    runs: list[RunReport]
    changes: list[ChangedValue]
    weights: list[ComparedWeight]


def in_short(report: RunReport) -> RunReport:
    """A run without what its own page alone shows."""
    return replace(
        report,
        doc="",
        graph=None,
        weights=[],
        outcomes=[],
        spec="",
        origins=[],
        timings=[],
        remarks=[],
    )
