"""Windows that share rows with those that they are measured against."""

from __future__ import annotations

from wtspec.lints.subject import Subject, warn


def lint_torn_windows(subject: Subject) -> None:
    """`torn-windows`."""
    program = subject.program
    source, settings = program.sources.get("source"), program.settings
    if source is None or source.of is None or source.stride >= source.length:
        return
    shares = [part for part in ("validation", "test") if getattr(settings, part)]
    if not shares or not settings.split_shuffle or settings.group or settings.order:
        return
    order = f"order: {source.order}" if source.order else "shuffle: false"
    by = f", or `group: {source.by}` keeps each series in one part" if source.by else ""
    warn(
        subject,
        "torn-windows",
        f"windows that share rows are drawn apart: rows that train are also in `{shares[0]}`",
        subject.spec.document.key_span("data", "split"),
        help=f"`{order}` has the parts follow each other{by}",
    )
