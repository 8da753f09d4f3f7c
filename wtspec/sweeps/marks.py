"""What wtspec notes beside Optuna's own of a study and its trials."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optuna.trial import FrozenTrial

IDENTITY = "wtspec:identity"
"""Of a study: what tells it from all others."""

SPEC = "wtspec:spec"
"""Of a study: the hash of what its spec means."""

WORKER = "wtspec:worker:"
"""Of a study, with the worker's name behind it: from when to when it worked."""

BY = "wtspec:worker"
"""Of a trial: who carries it out."""

TRIES = "wtspec:tries"
"""Of a trial whose worker died: how many have carried it out."""

FAULT = "wtspec:fault"
"""Of a trial that failed: why, in a line."""

SECONDS = "wtspec:seconds"
"""Of a trial that ended: how long its run took."""

OUT = "wtspec:out"
"""Of a trial that does not count: `lost`, with its worker, or `surplus`, begun after the last."""


def counts(trial: FrozenTrial) -> bool:
    """Whether it is one of those that were wanted."""
    return OUT not in trial.user_attrs


def run_name(number: int) -> str:
    """The folder of a trial's run in the sweep's."""
    return f"trial-{number:04}"
