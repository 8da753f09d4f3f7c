"""Goes on with a run that ended early, or that is to be longer, in its own folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

from numpy.typing import ArrayLike

from wtspec.document.root import caller_root
from wtspec.errors import Diagnostic, SpecError
from wtspec.model import prepare_backend
from wtspec.model.processes.join import is_first
from wtspec.runs.checkpoints.choose import LastState, find_last
from wtspec.runs.checkpoints.places import (
    CHECKPOINTS,
    clear_remains,
    find_checkpoints,
    set_aside,
)
from wtspec.runs.checks.check_link import check_link
from wtspec.runs.environment import environment
from wtspec.runs.lock import hold
from wtspec.runs.metrics_lines import read_history
from wtspec.runs.preprocessing import (
    Preprocessing,
    read_preprocessing,
)
from wtspec.runs.read_record import facts_of
from wtspec.runs.record import Record
from wtspec.runs.resuming.check_spec import check_spec
from wtspec.runs.resuming.key_order import in_recorded_order
from wtspec.runs.resuming.machine import differences_of_machine
from wtspec.runs.resuming.recorded import KEPT, kept_text
from wtspec.runs.run import texts_of
from wtspec.runs.training.job import Before, Job, make_job
from wtspec.runs.training.stop import Judge, StopRequest, heeding
from wtspec.runs.training.together import check_shared, together
from wtspec.runs.training.train_job import Run, train_job
from wtspec.runs.weights_lines import WEIGHTS_LINES
from wtspec.stages import Checked, Overrides, check_file
from wtspec.train.events import Listener, Started, ignore
from wtspec.train.length import training_length
from wtspec.train.snapshot import Moment

RESOLVED = "config.resolved.yaml"
INPUT = "config.input.yaml"
PREPROCESSING = "preprocessing.json"
_WRITTEN_INTO = (CHECKPOINTS, "metrics.jsonl", WEIGHTS_LINES, "log.txt", "tensorboard")
"""By links there, a copied folder could have files changed that are not the run's."""

_OPTIMIZER = "train.optimizer"
_SWAP = "SwapEMAWeights"


def read_run(folder: Path, overrides: Overrides = (), data_root: Path | None = None) -> Checked:
    """The spec of a run, to go on with.

    Args:
        folder: Of the run.
        overrides: What `--set` changes.
        data_root: No data file may lie outside it.

    Raises:
        SpecError: `no-run`, `unfinished-run`; what is wrong with the spec.
    """
    for name in (RESOLVED, PREPROCESSING):
        if not (folder / name).is_file():
            raise SpecError(_no_run(folder, name))
    root = data_root or caller_root() or folder.resolve()
    return check_file(folder / RESOLVED, overrides, folder, root)


def resume(
    folder: Path,
    checked: Checked,
    *,
    data: Mapping[str, ArrayLike] | None = None,
    data_root: Path | None = None,
    allow_changed_data: bool = False,
    listener: Listener = ignore,
    at_once: Callable[[int], None] | None = None,
    judge: Judge | None = None,
) -> Run | None:
    """Trains a run on, from its last whole checkpoint to its end.

    Args:
        folder: Of the run.
        checked: Its spec, as `read_run` gives it, or a file that means the same.
        data: Columns that stand in for the spec's `source`, where the run was given them.
        data_root: No data file may lie outside it; by default the project of the working
            directory, else the run's folder.
        allow_changed_data: Whether the data may be others than the run began with.
        listener: Is told how the training goes.
        at_once: Ends the process at a second signal; by default that is `KeyboardInterrupt`.
        judge: Says after each epoch whether the run is to end there.

    Returns:
        None where the run is finished, and is not to be longer: nothing was done.

    Raises:
        SpecError: `run-in-use`, `changed-spec`, `data-changed`, `data-not-kept`, `no-checkpoint`,
            `checkpoint-mismatch`; all that `run` raises.
        Interrupted: A signal ended it early.
        Pruned: Its judge ended it.
    """
    with together(checked), _held(folder, checked), heeding(at_once, judge) as stop:
        learned = read_preprocessing(folder / PREPROCESSING)
        facts = facts_of(folder)
        root = data_root or caller_root() or folder.resolve()
        changed = check_spec(folder, checked)
        checked = in_recorded_order(folder, checked, root)
        is_longer = _total_steps(checked, learned) > learned.lengths.get("total_steps", 0)
        if facts.get("status") == "finished" and not is_longer:
            return None
        if learned.given and data is None:
            raise SpecError(_not_given(folder))
        prepare_backend(compile_cache=checked.program.settings.compile_cache)
        found = _find_state(folder, checked, is_finished=facts.get("status") == "finished")
        before = Before(learned, found.snapshot is not None, allow_changed_data)
        job = make_job(checked, data, root, before)
        told = listener if is_first() else ignore
        return _go_on(folder, job, found, facts, changed, is_longer, told, stop)


@contextmanager
def _held(folder: Path, checked: Checked) -> Iterator[None]:
    """The first of several processes holds the lock; all others see that it does."""
    with hold(folder) if is_first() else nullcontext():
        check_shared(folder, checked)
        yield


def _go_on(
    folder: Path,
    job: Job,
    found: LastState,
    facts: Mapping[str, object],
    changed: tuple[str, ...],
    is_longer: bool,
    listener: Listener,
    stop: StopRequest,
) -> Run:
    from wtspec.train.fit import Begin
    from wtspec.train.watch import SoFar

    snapshot = found.snapshot
    moment = snapshot.moment if snapshot is not None else Moment(0, 0)
    now = environment(job.program.settings.seed, job.assembly.mesh)
    remarks = (
        *found.damaged,
        *(f"`{key}` is not what it was" for key in changed),
        *job.remarks,
        *differences_of_machine(facts, now),
        *(_swapped(job) if is_longer else ()),
    )
    record = Record(
        folder,
        now,
        texts_of(job, folder),
        job.weights,
        _began(facts),
        trained=True,
        finished=True,
        wall_seconds=_seconds(facts),
    )
    texts = _new_texts(job, record.texts, folder, changed)
    if find_checkpoints(folder):
        texts[KEPT] = kept_text(job.assembly.checked.spec, folder, job.program.params)

    def begun() -> None:
        record.go_on(None if snapshot is None else moment.epoch, texts, remarks)
        if is_first():
            _set_later_aside(folder, moment)
            clear_remains(folder)

    parameters = sum(row.parameters for row in job.weights)
    seconds = found.elapsed_seconds
    listener(Started(job.program.name, folder, job.length, parameters, moment, remarks, seconds))
    begin = Begin(
        snapshot,
        SoFar(read_history(folder, moment.epoch), seconds),
        keep_rate=any(key.startswith(_OPTIMIZER) for key in changed),
        is_longer=is_longer,
    )
    return train_job(job, record, listener, stop, begin, begun)


def _new_texts(
    job: Job, given: Mapping[str, str], folder: Path, changed: tuple[str, ...]
) -> dict[str, str]:
    """What says otherwise now what the run is; its own spec is no file that was asked for."""
    texts = dict(given)
    if not changed:
        return {PREPROCESSING: texts[PREPROCESSING]}
    path = job.assembly.checked.spec.document.path
    if path.resolve() == (folder / RESOLVED).resolve():
        del texts[INPUT]
    return texts


def _find_state(folder: Path, checked: Checked, *, is_finished: bool) -> LastState:
    for name in _WRITTEN_INTO:
        check_link(folder / name)
    settings = checked.program.settings
    lazily = settings.mesh is not None or settings.processes is not None
    found = find_last(folder, lazily=lazily)
    if found.snapshot is None and is_finished:
        raise SpecError(
            Diagnostic(
                "no-checkpoint",
                f"the finished run `{folder}` can't be made longer: no state of it was saved",
                help="run its spec again, as long as it is to be; `checkpoint: {every: 1 epoch}` "
                "saves states of a run shorter than a minute too",
            )
        )
    return found


def _set_later_aside(folder: Path, moment: Moment) -> None:
    """What comes after the state to go on from can't be read, and would be taken for the last."""
    for later, checkpoint in find_checkpoints(folder).items():
        if later > moment:
            set_aside(checkpoint)


def _swapped(job: Job) -> tuple[str, ...]:
    """Keras's `SwapEMAWeights` does more in the epoch that it takes for the last one."""
    training = job.program.training
    uses = training.callbacks if training is not None else ()
    if not any(use.name == _SWAP for use in uses):
        return ()
    return (
        f"`{_SWAP}` put averages in place of the weights at its end: a longer run would not have",
    )


def _total_steps(checked: Checked, learned: Preprocessing) -> int:
    """How long the training is now, by as many rows as the run began with."""
    program, training = checked.program, checked.program.training
    if training is None:
        return 0
    length = training_length(
        learned.lengths.get("train_rows", 1),
        program.settings.batch_size,
        training.accumulate,
        drop_remainder=program.settings.drop_remainder,
        epochs=training.epochs,
        steps=training.steps,
    )
    return length.total_steps


def _seconds(facts: Mapping[str, object]) -> float:
    seconds = facts.get("wall_seconds")
    return float(seconds) if isinstance(seconds, int | float) else 0.0


def _began(facts: Mapping[str, object]) -> str:
    began = facts.get("began")
    return began if isinstance(began, str) else ""


def _no_run(folder: Path, name: str) -> Diagnostic:
    if not folder.is_dir():
        return Diagnostic("no-run", f"there is no run `{folder}`")
    message = f"the run `{folder}` can't go on: it has no `{name}`"
    help = "it ended before it began to train: run its spec again"
    return Diagnostic("unfinished-run", message, help=help)


def _not_given(folder: Path) -> Diagnostic:
    message = f"the data of the run `{folder}` were given in Python and are not kept"
    help = "go on with it from Python: `wtspec.run(resume=…, data=…)`"
    return Diagnostic("data-not-kept", message, help=help)
