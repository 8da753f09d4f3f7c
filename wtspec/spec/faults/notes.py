"""What the checks of one document have found, and where."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.document.node import Step
from wtspec.errors import Diagnostic, Report

Steps = tuple[Step, ...]


class Notes:
    """Passes faults on to a report, and keeps the places that are of no use for them.

    A fault of a place from which something was left out follows from that, and is not passed on;
    nor is that of a value under a misspelt key.

    Attributes:
        places: Where faults were found.
        renamed: Unknown keys, with those that were meant.
    """

    def __init__(
        self, report: Report, left_out: Iterable[Steps] = (), misspelt: Iterable[Steps] = ()
    ) -> None:
        self._report = report
        self._told = set(misspelt)
        for steps in left_out:
            self._expect(steps)
        self.places: list[Steps] = []
        self.renamed: dict[Steps, str] = {}

    def expect(self, steps: Steps) -> None:
        """Notes where something belongs that stands elsewhere: that it is missing is no news."""
        self.places.append(steps)
        self._expect(steps)

    def _expect(self, steps: Steps) -> None:
        self._told.update(steps[:size] for size in range(len(steps) + 1))

    def add(self, diagnostic: Diagnostic, steps: Steps) -> None:
        """Notes a fault of the value at some steps."""
        self.places.append(steps)
        if steps not in self._told:
            self._report.add(diagnostic)
