"""A sweep that is open: its folder, its spec, and its study."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wtspec.program.sweep.sweep import Sweep
from wtspec.stages import Checked
from wtspec.sweeps.storage import Place
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
    place: Place
    study: Study
    data_root: Path | None = None

    @property
    def sweep(self) -> Sweep:
        """What the spec says of it."""
        sweep = self.checked.program.sweep
        if sweep is None:
            message = "a sweep without `sweep`"
            raise LookupError(message)
        return sweep
