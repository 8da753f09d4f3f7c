"""Begins a sweep, joins one on another machine, or goes on with one."""

from __future__ import annotations

import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from wtspec.document.root import caller_root
from wtspec.errors import Diagnostic, SpecError
from wtspec.program.sweep.sweep import Sweep
from wtspec.report.sweep import Searched, SweepGoal
from wtspec.runs.checks.check_complete import check_complete
from wtspec.runs.checks.check_link import check_link
from wtspec.runs.folder import claim_folder
from wtspec.runs.write import unwritable, write_text
from wtspec.stages import Checked, Overrides, check_file
from wtspec.sweeps.folders import PREFIX, find_folder
from wtspec.sweeps.marks import IDENTITY, SPEC
from wtspec.sweeps.open_sweep import OpenSweep
from wtspec.sweeps.optuna_manners import require_optuna
from wtspec.sweeps.results.swept_file import remember
from wtspec.sweeps.samplers import wanted_trials
from wtspec.sweeps.storage import StoragePlace, open_storage, place_of, place_of_sweep, telling_of
from wtspec.sweeps.sweep_file import (
    GIVEN,
    SweepFile,
    read_sweep_file,
    write_sweep_file,
)
from wtspec.sweeps.sweep_file import (
    SPEC as TEXT,
)
from wtspec.sweeps.sweep_text import meaning, sweep_text
from wtspec.version import __version__

if TYPE_CHECKING:
    from optuna import Study

_PATIENCE_SECONDS = 20.0


def begin_sweep(
    checked: Checked,
    *,
    runs_dir: Path = Path("runs"),
    storage: str | None = None,
    study: str | None = None,
    data_root: Path | None = None,
) -> OpenSweep:
    """Begins a sweep, or joins the one of its name in a storage that others share.

    Args:
        checked: A spec with `sweep`, and all that a run needs.
        runs_dir: The sweep's folder is made in it, `runs/digits/sweep-0001`.
        storage: Where trials are kept, as `--storage` says it; the folder by default.
        study: What the storage calls the sweep; the spec's name by default.
        data_root: No data file may lie outside it; the spec's own root by default.

    Raises:
        SpecError: `incomplete-spec`, `sweep-processes`, `not-installed`, `other-sweep`,
            `unwritable`; what is wrong with the storage.
    """
    sweep = _sweep_of(checked)
    _check_alone(checked)
    check_complete(checked)
    require_optuna(sweep.sampler)
    name = checked.spec.name
    own = None if storage else claim_folder(runs_dir, name, PREFIX)
    place = place_of(storage, own or runs_dir)
    opened = open_storage(place)
    root = data_root or checked.spec.document.root
    with telling_of(place):
        found = _study(opened, study or name, sweep, meaning(checked), place)
        identity = str(found.user_attrs[IDENTITY])
        folder = own or find_folder(runs_dir, name, identity)
        folder = folder or claim_folder(runs_dir, name, PREFIX)
    facts = _facts(checked, sweep, found.study_name, identity, place, folder)
    _write(folder, checked, facts)
    return OpenSweep(folder, facts, checked, place, found, root)


def resume_sweep(
    folder: Path,
    *,
    overrides: Overrides = (),
    storage: str | None = None,
    data_root: Path | None = None,
) -> OpenSweep:
    """Goes on with a sweep, which may get longer.

    Args:
        folder: Of the sweep.
        overrides: What `--set` changes: `sweep.trials` or `sweep.hours`.
        storage: Where its trials are kept, where that has a password.
        data_root: No data file may lie outside it; by default the project of the working
            directory, else the sweep's folder.

    Raises:
        SpecError: `no-sweep`, `changed-spec`, `other-sweep`, `not-installed`; what is wrong with
            the storage.
    """
    import optuna

    facts = read_sweep_file(folder)
    require_optuna(facts.sampler)
    place = place_of_sweep(facts, storage, folder)
    root = data_root or caller_root() or folder.resolve()
    check_link(folder / TEXT)
    checked = check_file(folder / TEXT, overrides, folder, root)
    if overrides:
        _check_unchanged(folder, checked, root)
    opened = open_storage(place)
    with telling_of(place):
        try:
            study = optuna.load_study(study_name=facts.study, storage=opened)
        except KeyError:
            raise SpecError(_gone(folder, place)) from None
    if study.user_attrs.get(IDENTITY) != facts.identity:
        raise SpecError(_gone(folder, place))
    if overrides:
        sweep = _sweep_of(checked)
        facts = replace(facts, wanted=wanted_trials(sweep), hours=sweep.hours)
        _write(folder, checked, facts, given=False)
    return OpenSweep(folder, facts, checked, place, study, root)


def _sweep_of(checked: Checked) -> Sweep:
    sweep = checked.program.sweep
    if sweep is None:
        message = f"`{checked.program.origin}` has no `sweep`: nothing says what is to be tried"
        help = "add `sweep: {trials: 20, goal: {maximize: val_accuracy}, over: {…}}`"
        raise SpecError(Diagnostic("no-sweep", message, help=help))
    return sweep


def _check_alone(checked: Checked) -> None:
    """Each process would ask for a trial of its own."""
    if checked.program.settings.processes is not None:
        span = checked.spec.document.span("runtime", "processes")
        message = "a sweep trains each trial in one process, and this spec asks for several"
        help = "remove `processes`; `--workers` and `--storage` have many trials train at once"
        raise SpecError(Diagnostic("sweep-processes", message, span, help=help))


def _study(opened: object, name: str, sweep: Sweep, hash: str, place: StoragePlace) -> Study:
    """The study, made where there is none; whoever makes it says what it is of."""
    import optuna
    from optuna.exceptions import DuplicatedStudyError

    directions = ["maximize" if one.mode == "max" else "minimize" for one in sweep.goals]
    try:
        study = optuna.create_study(storage=opened, study_name=name, directions=directions)  # pyright: ignore[reportArgumentType]
        _introduce(study, hash)
    except DuplicatedStudyError:
        study = optuna.load_study(study_name=name, storage=opened)  # pyright: ignore[reportArgumentType]
        _wait_for_introduction(study, place)
        if study.user_attrs[SPEC] != hash:
            raise SpecError(_other(name, place)) from None
    return study


def _introduce(study: Study, hash: str) -> None:
    study.set_user_attr(SPEC, hash)
    study.set_user_attr(IDENTITY, secrets.token_hex(16))


def _wait_for_introduction(study: Study, place: StoragePlace) -> None:
    """Another machine may have made it just now."""
    for _ in range(int(_PATIENCE_SECONDS * 10)):
        if IDENTITY in study.user_attrs:
            return
        if study.get_trials(deepcopy=False):
            break
        time.sleep(0.1)
    raise SpecError(_other(study.study_name, place))


def _facts(
    checked: Checked, sweep: Sweep, study: str, identity: str, place: StoragePlace, folder: Path
) -> SweepFile:
    return SweepFile(
        name=checked.spec.name,
        doc=checked.spec.file.doc,
        study=study,
        identity=identity,
        storage=place.kept,
        is_secret=place.is_secret,
        goals=[SweepGoal(one.metric, one.mode) for one in sweep.goals],
        over=[
            Searched(one.path, None, float(one.low), float(one.high), one.log)
            if one.choices is None
            else Searched(one.path, [*one.choices])
            for one in sweep.over
        ],
        sampler=sweep.sampler,
        pruner=sweep.pruner,
        wanted=wanted_trials(sweep),
        hours=sweep.hours,
        version=__version__,
        swept=remember(checked, folder),
    )


def _write(folder: Path, checked: Checked, facts: SweepFile, *, given: bool = True) -> None:
    try:
        if given:
            write_text(folder / GIVEN, checked.spec.document.source.text)
        write_text(folder / TEXT, sweep_text(checked, folder))
        write_sweep_file(folder, facts)
    except OSError as error:
        raise unwritable(folder, error) from error


def _check_unchanged(folder: Path, after: Checked, root: Path) -> None:
    """All trials of a sweep are of one spec."""
    before = check_file(folder / TEXT, (), folder, root)
    if meaning(before) == meaning(after):
        return
    message = f"the sweep `{folder}` can't go on with another spec: its trials were of this one"
    help = "`--set sweep.trials=N` or `--set sweep.hours=N` makes it longer; else begin a new sweep"
    raise SpecError(Diagnostic("changed-spec", message, help=help))


def _other(name: str, place: StoragePlace) -> Diagnostic:
    return Diagnostic(
        "other-sweep",
        f"`{place.shown}` has a study `{name}` of another spec",
        help="`--study NAME` gives this sweep a name of its own there",
    )


def _gone(folder: Path, place: StoragePlace) -> Diagnostic:
    message = f"the trials of `{folder}` are not at `{place.shown}` any more"
    return Diagnostic("other-sweep", message, help="`--storage` says where they are")
