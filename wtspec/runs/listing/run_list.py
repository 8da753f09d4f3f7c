"""A list of runs that notebooks show as a table."""

from __future__ import annotations

from wtspec.errors.render.html import never_raising
from wtspec.runs.listing.run_html import runs_as_html
from wtspec.runs.listing.summary import RunSummary


class RunList(list[RunSummary]):
    """Runs in short, in the order of their paths."""

    def _repr_html_(self) -> str:
        """What a notebook shows of it."""
        return never_raising(runs_as_html)(self)
