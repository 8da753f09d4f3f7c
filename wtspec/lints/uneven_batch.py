"""Batches whose rows the devices of a mesh can't share evenly."""

from __future__ import annotations

from wtspec.errors import Related
from wtspec.lints.subject import Subject, warn


def lint_uneven_batch(subject: Subject) -> None:
    """`uneven-batch`."""
    settings, document = subject.program.settings, subject.spec.document
    devices = dict(settings.mesh or ()).get("data") or 1
    rows = settings.batch_size
    if subject.program.training is None or rows % devices == 0:
        return
    fitting = max(1, round(rows / devices)) * devices
    warn(
        subject,
        "uneven-batch",
        f"the {devices} devices along `data` can't share {rows} rows of a batch evenly",
        document.span("data", "batch_size"),
        help=f"write `batch_size: {fitting}`, or another multiple of {devices}",
        related=(Related("the devices", document.span("runtime", "mesh", "data")),),
    )
