"""A sweep that is open: its folder, its spec, and its study."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from wtspec.program.sweep.sweep import Sweep
from wtspec.stages import Checked
from wtspec.sweeps.storage import StoragePlace
from wtspec.sweeps.sweep_file import SweepFile

if TYPE_CHECKING:
    from optuna import Study


@dataclass(frozen=True, slots=True)
class OpenSweep:
    """What all that carries out trials needs.

    Attributes:
        folder: Of the sweep; runs of trials lie in it.
        facts: What the folder says of the sweep.
        checked: Its spec.
        place: Where its trials are kept.
        study: Without a sampler of its own yet.
        data_root: No data file may lie outside it.
    """

    folder: Path
    facts: SweepFile
    checked: Checked
    place: StoragePlace
    study: Study
    data_root: Path | None = None

    @property
    def sweep(self) -> Sweep:
        """What the spec says of it; choices are called as the file calls that was swept first."""
        sweep = self.checked.program.sweep
        if sweep is None:
            message = "a sweep without `sweep`"
            raise LookupError(message)
        named = {one.path: one.choices for one in self.facts.over if one.choices is not None}
        over = (
            replace(one, choices=tuple(named[one.path])) if one.path in named else one
            for one in sweep.over
        )
        return replace(sweep, over=tuple(over))
