"""Early stopping that looks at the rows it learns from."""

from __future__ import annotations

from wtspec.errors import Related
from wtspec.language import tree as t
from wtspec.lints.subject import Subject, warn
from wtspec.program.declared import Use


def lint_early_stopping(subject: Subject) -> None:
    """`training-monitor`."""
    program = subject.program
    own = "validation" in program.sources
    if program.training is None or not (own or program.settings.validation):
        return
    steps = ("data", "validation") if own else ("data", "split", "validation")
    for callback in program.training.callbacks:
        monitor = _monitored(callback)
        if monitor is not None and not str(monitor.value).startswith("val_"):
            warn(
                subject,
                "training-monitor",
                f"the early stopping looks at `{monitor.value}`, which is of the training rows",
                monitor.span,
                help=f"write `monitor: val_{monitor.value}`",
                related=(Related("rows to validate on", subject.spec.document.key_span(*steps)),),
            )


def _monitored(callback: Use) -> t.Value | None:
    if callback.name != "EarlyStopping":
        return None
    given = dict(callback.arguments).get("monitor")
    return given if isinstance(given, t.Value) and isinstance(given.value, str) else None
