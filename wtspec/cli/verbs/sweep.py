"""`wtspec sweep`."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wtspec.cli.options import (
    Overrides,
    data_root_option,
    json_option,
    root_option,
    set_option,
)
from wtspec.cli.streams import say, show, width_of_output
from wtspec.errors import Diagnostic, SpecError
from wtspec.errors.visible import visible
from wtspec.sweeps.interrupted import SweepInterrupted

if TYPE_CHECKING:
    from wtspec.report.sweep import SweepReport
    from wtspec.sweeps.events import SweepListener
    from wtspec.sweeps.open_sweep import OpenSweep
    from wtspec.sweeps.results.outcome import SweepOutcome


@click.command
@click.argument("file", type=click.Path(path_type=Path), metavar="[FILE]", required=False)
@click.option(
    "--resume",
    type=click.Path(path_type=Path),
    metavar="SWEEP",
    help="Goes on with a sweep, or helps with it; with --set sweep.trials=N it gets longer.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=1,
    metavar="N",
    help="How many processes carry out trials at once; by default 1, without another process.",
)
@click.option(
    "--storage",
    envvar="WTSPEC_STORAGE",
    metavar="URL|FILE",
    help="Where trials are kept, to be shared by several machines: postgresql://…, mysql://…, "
    "sqlite:///FILE, or a journal's file. By default a database in the sweep's folder.",
)
@click.option(
    "--study",
    metavar="NAME",
    help="What the storage calls the sweep; by default the spec's name.",
)
@click.option(
    "--runs-dir",
    type=click.Path(path_type=Path),
    default="runs",
    metavar="DIR",
    help="Where the sweep's folder is made; by default runs.",
)
@set_option
@root_option
@data_root_option
@json_option
@click.option("--worker", type=click.IntRange(min=0), hidden=True)
def sweep(
    file: Path | None,
    resume: Path | None,
    workers: int,
    storage: str | None,
    study: str | None,
    runs_dir: Path,
    overrides: Overrides,
    root: Path | None,
    data_root: Path | None,
    as_json: bool,
    worker: int | None,
) -> None:
    """Trains a model many times, with other values each time, as its `sweep` says.

    Each trial is a run of its own, in the sweep's folder, runs/NAME/sweep-0001. Ctrl-C ends those
    that go on, their state saved; --resume takes them up again, and those of workers that died.
    The same command with the same --storage on several machines works on one sweep.

    \b
    Example:
      wtspec sweep model.yaml --workers 4
      wtspec sweep --resume runs/model/sweep-0001 --set sweep.trials=80
    """
    _check_usage(file, resume, study)
    opened = _open(file, resume, storage, study, runs_dir, overrides, root, data_root)
    if worker is not None:
        _work_for_parent(opened, worker)
        return
    say(f"{visible(opened.facts.name)}: {_length(opened)}; {visible(str(opened.folder))}")
    outcome = _work(opened, workers)
    _show(outcome, as_json=as_json)
    _check_any_finished(outcome.report)


def _check_usage(file: Path | None, resume: Path | None, study: str | None) -> None:
    if file is None and resume is None:
        message = "a FILE with a `sweep` is missing; --resume SWEEP goes on with one"
        raise click.UsageError(message)
    if file is not None and resume is not None:
        message = "--resume takes the spec of the sweep: leave FILE out"
        raise click.UsageError(message)
    if study is not None and resume is not None:
        message = "--study is for a new sweep: the sweep to go on with has its name"
        raise click.UsageError(message)


def _open(
    file: Path | None,
    resume: Path | None,
    storage: str | None,
    study: str | None,
    runs_dir: Path,
    overrides: Overrides,
    root: Path | None,
    data_root: Path | None,
) -> OpenSweep:
    from wtspec.sweeps.start import begin_sweep, resume_sweep

    if resume is not None:
        return resume_sweep(resume, overrides=overrides, storage=storage, data_root=data_root)
    from wtspec.cli.read import read_checked

    assert file is not None  # noqa: S101 - checked above
    checked = read_checked(file, overrides, root, data_root)
    return begin_sweep(
        checked, runs_dir=runs_dir, storage=storage, study=study, data_root=data_root
    )


def _length(opened: OpenSweep) -> str:
    facts = opened.facts
    if facts.wanted is not None:
        return f"{facts.wanted:,} trials" if facts.wanted != 1 else "1 trial"
    return f"trials for {facts.hours:g} hours"


def _work_for_parent(opened: OpenSweep, worker: int) -> None:
    """Carries out trials, and tells the process that started this one how that goes."""
    import sys

    import msgspec

    from wtspec.cli.signals import exit_at_once
    from wtspec.sweeps.crew import end_with_parent
    from wtspec.sweeps.worker import work

    def tell(event: object) -> None:
        sys.stdout.buffer.write(msgspec.json.encode(event) + b"\n")
        sys.stdout.buffer.flush()

    end_with_parent()
    work(opened, tell, number=worker, at_once=exit_at_once)


def _work(opened: OpenSweep, workers: int) -> SweepOutcome:
    from wtspec.cli.render.trial_lines import tell_trials
    from wtspec.cli.signals import exit_at_once
    from wtspec.sweeps.results.work_out import work_out

    def carry_out(tell: SweepListener) -> None:
        if workers > 1:
            _work_together(opened, workers, tell)
            return
        from wtspec.sweeps.worker import work

        work(opened, tell, at_once=exit_at_once)

    with _interruptible(opened.folder):
        return work_out(opened, carry_out, tell_trials)


def _work_together(opened: OpenSweep, workers: int, tell: SweepListener) -> None:
    from wtspec.sweeps.crew import LOG, Crew

    crew = Crew(opened, workers, tell)
    failed = crew.work()
    if crew.interrupted is not None:
        raise KeyboardInterrupt(crew.interrupted)
    if failed:
        say(f"a worker failed; {visible(str(opened.folder / LOG))} says why")


@contextmanager
def _interruptible(folder: Path) -> Iterator[None]:
    """Within it Ctrl-C also says how to go on between two trials."""
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt as interrupt:
        number = getattr(interrupt, "number", None) or next(iter(interrupt.args), signal.SIGINT)
        raise SweepInterrupted(int(number), folder) from interrupt
    finally:
        signal.signal(signal.SIGINT, before)


def _show(outcome: SweepOutcome, *, as_json: bool) -> None:
    from wtspec.cli.render.render_sweep import sweep_as_json, sweep_as_text

    report, page, best = outcome.report, outcome.page, outcome.best_specs
    if as_json:
        show(sweep_as_json(report, page=page, best_specs=best))
    else:
        show(sweep_as_text(report, width_of_output(), page=page, best_specs=best))


def _check_any_finished(report: SweepReport) -> None:
    failed = [one for one in report.trials if one.state == "failed"]
    if not failed or any(one.state in ("finished", "pruned") for one in report.trials):
        return
    message = f"all {len(failed)} trials failed" if len(failed) > 1 else "the only trial failed"
    raise SpecError(
        Diagnostic(
            "all-trials-failed",
            message,
            received=f"trial {failed[0].number}: {failed[0].fault}",
            help="`wtspec run` of the file shows more of a fault that all have",
        )
    )
