"""Checks a split before it is made."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.errors import Report, Span


def check_split(
    rows: int, fractions: Mapping[str, float], report: Report, span: Span | None = None
) -> None:
    """Reports `empty-training-split` where `split_rows` would leave no row to train on."""
    held_out = sum(max(1, round(rows * share)) for share in fractions.values() if share > 0)
    if held_out >= rows:
        listed = " and ".join(f"{share:g} for {part}" for part, share in fractions.items())
        report.error(
            "empty-training-split",
            f"of {rows} rows none is left to train on",
            span,
            received=f"{listed}, each of them at least one row",
        )


def check_batch_size(
    rows: int,
    batch_size: int,
    accumulate: int,
    drop_remainder: bool,
    report: Report,
    span: Span | None = None,
) -> None:
    """Reports `no-batches` where every row falls into a step that is dropped."""
    if drop_remainder and rows < batch_size * accumulate:
        several = "one batch" if accumulate == 1 else f"the {accumulate} batches of a step,"
        report.error(
            "no-batches",
            f"{rows} training rows do not fill {several} of {batch_size}",
            span,
            expected=f"a `batch_size` of at most {rows // accumulate}"
            if rows >= accumulate
            else None,
            help="without `drop_remainder` the short batch is used",
        )
