"""Carries out a training in its folder: to its end, or to where it can be taken up again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from wtspec.model import weights
from wtspec.program.training import Checkpointing
from wtspec.runs.checkpoints.choose import read_best
from wtspec.runs.checkpoints.keep import Checkpoints
from wtspec.runs.checkpoints.places import in_words
from wtspec.runs.loggers.open_loggers import open_loggers
from wtspec.runs.opened import Run
from wtspec.runs.predictions.class_metrics import named_metrics
from wtspec.runs.record import Record
from wtspec.runs.reopen import Reopened
from wtspec.runs.resuming.recorded import kept_text
from wtspec.runs.save_trained import save_trained
from wtspec.runs.training.job import Job
from wtspec.runs.training.leave_pictures import HeldOut, leave_report
from wtspec.runs.training.shield import shielded
from wtspec.runs.training.stop import Interrupted, Pruned, StopRequest
from wtspec.runs.training.together import telling_end
from wtspec.runs.training.train_rows import measure_rows, train_rows
from wtspec.runs.weights_table import weights_table
from wtspec.train.events import CheckpointFailed, EpochEnded, Event, Finished, Listener
from wtspec.train.gauge import Gauge, see_weights
from wtspec.train.keeper import Stopped
from wtspec.train.numbers import Metrics

if TYPE_CHECKING:
    from wtspec.train.fit import Begin, Trained
    from wtspec.train.measure import Measurer


def train_job(
    job: Job,
    record: Record,
    listener: Listener,
    stop: StopRequest,
    begin: Begin,
    begun: Callable[[], None] | None = None,
) -> Run:
    """Trains and measures the model, and writes down how that goes.

    Args:
        job: What to train.
        record: Of the run, begun.
        listener: Is told too.
        stop: Says whether the run is to end early.
        begin: Where the training begins, or goes on.
        begun: Is told once it does.

    Raises:
        Interrupted: It was to end early; its state is saved, if its spec lets it be.
        Pruned: Its judge says that it is not worth going on with.
        SpecError: Everything that a training can be at fault for.
    """
    from wtspec.train.measure import Measurer

    def tell(event: Event) -> None:
        record.note(event)
        listener(event)
        log(event)
        if isinstance(event, EpochEnded):
            gauge.look(event.epoch)
            stop.hear(event, job.length.epochs)

    def has_begun() -> None:
        if begun is not None:
            begun()
        if begin.snapshot is None:
            gauge.look(0)
        outcomes.begin()

    gauge = Gauge(weights(job.model), job.length.epochs, tell)
    began = time.monotonic() - begin.so_far.elapsed_seconds
    keeper = _keeper(job, record, tell, stop, begin, has_begun)
    held_out = [rows for name, rows in job.parts.items() if name != "train"]
    measurer = Measurer(
        job.model,
        job.length.batch_size,
        held_out,
        mesh=job.assembly.mesh,
        rewrite_for_cpu=job.program.settings.rewrite_for_cpu,
        check=keeper.check,
        meet=keeper.meet,
    )
    outcomes = HeldOut(job, record, measurer.compiler)
    try:
        with (
            open_loggers(job, record.folder, begin, tell) as log,
            _put_away(record),
            telling_end(record),
        ):
            trained = _train(job, measurer, keeper, tell, stop, begin)
            metrics, which = _end(job, record, measurer, keeper, outcomes, trained)
            tell(Finished(record.folder, metrics, time.monotonic() - began, which))
    finally:
        measurer.compiler.close()
        keeper.close()
    done = Reopened(record.folder, job.assembly, job.model, job.learned)
    return Run(record.folder, done, trained.history, metrics, job.data_root)


def _rule(job: Job) -> Checkpointing | None:
    training = job.program.training
    return training.checkpoint if training is not None else None


def _keeper(
    job: Job,
    record: Record,
    tell: Listener,
    stop: StopRequest,
    begin: Begin,
    begun: Callable[[], None],
) -> Checkpoints:
    def failed(reason: str) -> None:
        tell(CheckpointFailed(reason))

    checked = job.assembly.checked
    return Checkpoints(
        record.folder,
        _rule(job),
        job.length,
        stop,
        failed,
        begun=begun,
        spec_text=partial(kept_text, checked.spec, record.folder, checked.program.params),
        saved=begin.snapshot.moment if begin.snapshot is not None else None,
        elapsed_seconds=begin.so_far.elapsed_seconds,
    )


def _train(
    job: Job,
    measurer: Measurer,
    keeper: Checkpoints,
    tell: Listener,
    stop: StopRequest,
    begin: Begin,
) -> Trained:
    assembly, folder = job.assembly, keeper.run
    began = time.monotonic() - begin.so_far.elapsed_seconds
    try:
        with assembly.locating(), _explaining(job, keeper, tell, began):
            return train_rows(
                assembly.code,
                job.model,
                measurer,
                job.parts,
                job.learned.class_weight,
                job.length,
                tell,
                keeper,
                begin,
            )
    except Stopped as stopped:
        if stop.number is None:
            raise Pruned(folder) from stopped
        saved = None if keeper.saved is None else f"saved {in_words(keeper.saved)}"
        raise Interrupted(stop.number or 0, folder, saved) from stopped


def _end(
    job: Job,
    record: Record,
    measurer: Measurer,
    keeper: Checkpoints,
    outcomes: HeldOut,
    trained: Trained,
) -> tuple[dict[str, Metrics], str]:
    """Saves, measures and shows what was trained; gives the metrics by part, of which weights."""
    which, keeps_last = _settle(job, keeper, trained)
    with shielded():  # before they are measured: that can fail too
        save_trained(job.model, record.folder, record.texts)
    with record.timing("measuring"), job.assembly.locating():
        measured = measure_rows(measurer, job.parts, trained, keeps_last=keeps_last)
    labels = job.learned.labels
    metrics = {part: named_metrics(job.program, labels, one) for part, one in measured.items()}
    outcomes.leave()
    by_path = weights(job.model)
    with shielded():
        table = weights_table(by_path, {row.path: row.initializer for row in job.weights})
        record.finish(table, see_weights(by_path, job.length.epochs), metrics, which)
    leave_report(job, record)
    return metrics, which


def _settle(job: Job, keeper: Checkpoints, trained: Trained) -> tuple[str, bool]:
    """Gives the model its final weights; which these are, and whether the last epoch's."""
    rule, epoch = _rule(job), len(trained.history)
    best = read_best(job.model, keeper.run, rule, keeper.mode) if rule is not None else None
    if best is not None:
        which = f"best: epoch {best.epoch}, {best.metric} {best.value:.6g}"
        return which, best.epoch == epoch
    if trained.keeps_last:
        return f"last: epoch {epoch}", True
    if trained.restored is not None:
        return f"restored: epoch {trained.restored}", False
    return f"averaged after epoch {epoch}", False


@contextmanager
def _explaining(job: Job, keeper: Checkpoints, tell: Listener, began: float) -> Iterator[None]:
    """Where a loss or weight is lost, what was not finite first is told."""
    from wtspec.train.watch import LostError

    try:
        yield
    except LostError as error:
        from wtspec.runs.training.explain_loss import explain_loss

        keeper.wait()
        try:
            explained = explain_loss(error, job, keeper.run, time.monotonic() - began, tell)
        except Exception:  # noqa: BLE001 - there may be no memory for it; the fault itself counts
            raise error from None
        raise explained from error


@contextmanager
def _put_away(record: Record) -> Iterator[None]:
    """Writes down why a run ended early."""
    try:
        yield
    except Pruned:
        record.give_up("pruned")
        raise
    except KeyboardInterrupt:
        record.give_up("interrupted")
        raise
    except BaseException as error:
        record.give_up("failed", str(error))
        raise
