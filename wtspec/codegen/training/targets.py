"""Tells outputs that have no targets, such as an autoencoder's code."""

from __future__ import annotations

from wtspec.program.outputs import output_names
from wtspec.program.program import Program


def lacks_targets(program: Program) -> bool:
    """Whether metrics would meet an output without a target."""
    if program.model is None or program.data is None or program.training is None:
        return False
    targets = program.data.targets
    given = {name for name, _ in targets} if isinstance(targets, tuple) else None
    return (
        bool(program.training.metrics)
        and given is not None
        and bool(set(output_names(program.model)) - given)
    )
