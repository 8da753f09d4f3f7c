"""Measures a finished run's model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from numpy.typing import ArrayLike

from wtspec.data.parts import AnyPart, keep_rows, read_parts
from wtspec.data.read_rows import read_rows
from wtspec.data.rows import Rows
from wtspec.document.root import caller_root
from wtspec.errors import Diagnostic, SpecError, did_you_mean, one_of
from wtspec.runs.checks.check_ids import check_ids
from wtspec.runs.checks.check_targets import check_new_targets
from wtspec.runs.checks.check_unchanged import check_unchanged
from wtspec.runs.part_rows import begin_rows, settle_rows
from wtspec.runs.predictions.class_metrics import named_metrics
from wtspec.runs.reopen import Reopened, reopen
from wtspec.train.numbers import Metrics


def evaluate(
    folder: Path,
    *,
    part: str = "test",
    data: Path | Mapping[str, ArrayLike] | None = None,
    data_root: Path | None = None,
) -> Metrics:
    """The loss and metrics of the trained model of the run in a folder; else as `measure_run`.

    Raises:
        SpecError: What `reopen` and `measure_run` raise.
    """
    return measure_run(reopen(folder), part=part, data=data, data_root=data_root)


def measure_run(
    run: Reopened,
    *,
    part: str,
    data: Path | Mapping[str, ArrayLike] | None = None,
    data_root: Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
    look: Callable[[Rows], None] = lambda _: None,
) -> Metrics:
    """The loss and metrics of a run's trained model.

    Args:
        run: With its model.
        part: `train`, `validation` or `test`: the rows that the spec's data are divided into.
        data: Other rows, measured but for those that `rows` leaves out: a CSV, Parquet or npz
            file, or columns.
        data_root: No file of the spec may lie outside it. By default the project of the working
            directory, else that directory.
        tell: Is told what rows are left out.
        look: Is given the rows, once they are measured.

    Raises:
        SpecError: `unknown-part`, `data-not-kept`, `data-changed`, `id-beyond-table`; faults of the
            data.
    """
    table = _rows(run, part, data, data_root)
    for told in table.told:
        tell(told)
    preparer, begun = begin_rows(run.preparer, {part: table})
    check = partial(check_ids, run.assembly, run.model, looks=run.looks)
    rows = settle_rows(preparer, begun, check, often=False)[0][part]
    if data is not None:
        check_new_targets(run.assembly.code, run.model, rows, run.learned)
    from wtspec.train.measure import measure

    settings = run.checked.program.settings
    with run.assembly.locating():
        metrics = measure(
            run.model,
            rows,
            settings.batch_size,
            mesh=run.assembly.mesh,
            rewrite_for_cpu=settings.rewrite_for_cpu,
        )
    look(rows)
    return named_metrics(run.checked.program, run.learned.labels, metrics)


def _rows(
    run: Reopened,
    part: str,
    data: Path | Mapping[str, ArrayLike] | None,
    data_root: Path | None,
) -> AnyPart:
    if data is not None:
        columns = read_rows(data, run.checked.program, run.learned.types).columns
        return keep_rows(columns, run.checked.spec.document, run.preparer.mask)
    if run.learned.given:
        message = f"the data of the run `{run.folder}` were given in Python and are not kept"
        text = "give the spec a `source` that has the rows, and run it again"
        raise SpecError(Diagnostic("data-not-kept", message, help=text))
    program, document = run.checked.program, run.checked.spec.document
    root, streamed = data_root or default_root(run.folder), run.learned.streamed
    parts = read_parts(program, document, root, keep=run.preparer.mask, streamed=streamed)
    if part not in parts:
        raise SpecError(
            Diagnostic(
                "unknown-part",
                f"the data of the run `{run.folder}` have no part `{part}`",
                expected=one_of(parts),
                help=did_you_mean(part, parts),
            )
        )
    recorded, span = run.learned.parts.get(part), document.span("data", "source")
    check_unchanged(program, part, parts[part], recorded, span)
    return parts[part]


def default_root(folder: Path) -> Path:
    """The folder under which a run's data are looked for: the caller's, else the run's own.

    Whoever made the run may have put it anywhere, and written any path into it.
    """
    return caller_root() or folder.resolve()
