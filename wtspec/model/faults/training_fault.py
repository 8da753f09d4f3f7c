"""Turns an exception out of Keras's losses, metrics, optimizers and callbacks into a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wtspec.errors import Diagnostic, SpecError
from wtspec.errors.memory import no_memory, ran_out
from wtspec.model.faults.components import uses
from wtspec.model.faults.translate import translate
from wtspec.program.declared import Use
from wtspec.program.program import Program
from wtspec.program.training import Training

_FOLDER = re.compile(r"keras[/\\]src[/\\](callbacks|losses|metrics|optimizers)[/\\]")
_KINDS = {
    "callbacks": "callback",
    "losses": "loss",
    "metrics": "metric",
    "optimizers": "optimizer",
}


def locate_training_fault(error: BaseException, program: Program) -> SpecError | None:
    """The exception as a fault of the component that raised it; None if none of them did."""
    training = program.training
    if training is None:
        return None
    for kind, name in _raising(error):
        use = _find(training, kind, name)
        if use is not None:
            if ran_out(error):
                return SpecError(no_memory(error, f"`{use.name}`").at(use.span))
            complaint = translate(error)
            message = f"`{use.name}` fails in training: {complaint.message}"
            return SpecError(
                Diagnostic(
                    "component-failed",
                    message,
                    use.span,
                    received=complaint.received,
                    help=complaint.help,
                )
            )
    return None


def _raising(error: BaseException) -> Iterator[tuple[str, str]]:
    """The kinds and classes of the components whose methods were running, the innermost first."""
    frames: list[tuple[str, str]] = []
    entry = error.__traceback__
    while entry is not None:
        folder = _FOLDER.search(entry.tb_frame.f_code.co_filename)
        owner = entry.tb_frame.f_locals.get("self")
        if folder is not None:
            frames.append((_KINDS[folder[1]], type(owner).__name__))
        entry = entry.tb_next
    yield from reversed(frames)


def _find(training: Training, kind: str, name: str) -> Use | None:
    """The component of that class, else the optimizer where one was running."""
    for use in uses(training):
        if not isinstance(use.component, str) and use.component.kind == kind and use.name == name:
            return use
    return training.optimizer if kind == "optimizer" else None
