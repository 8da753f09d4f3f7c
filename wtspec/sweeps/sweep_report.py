"""What a sweep has come to, for its page and its table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wtspec.report.sweep import Chosen, SweepReport, TrialReport, TrialState
from wtspec.runs.listing.epochs import read_lines
from wtspec.runs.listing.read_end import read_end
from wtspec.runs.metrics_lines import METRICS
from wtspec.sweeps.marks import FAULT, OUT, SECONDS, counts, run_name
from wtspec.sweeps.results.importances import importances_of
from wtspec.sweeps.storage import open_storage, place_of_sweep, telling_of
from wtspec.sweeps.sweep_file import SweepFile, read_sweep_file
from wtspec.sweeps.worked import worked_seconds

if TYPE_CHECKING:
    from optuna import Study
    from optuna.trial import FrozenTrial


def sweep_report(folder: Path, storage: str | None = None) -> SweepReport:
    """Reads a sweep as it is now; its workers may go on meanwhile.

    Args:
        folder: Of the sweep, `runs/digits/sweep-0001`.
        storage: Where its trials are kept, as `--storage` says it; needed only where that has a
            password.

    Raises:
        SpecError: `no-sweep`, `not-installed`, `storage-needed`, `unreachable-storage`.
    """
    facts = read_sweep_file(folder)
    place = place_of_sweep(facts, storage, folder)
    opened = open_storage(place)
    with telling_of(place):
        import optuna

        study = optuna.load_study(study_name=facts.study, storage=opened)
        return report_of(folder, facts, study)


def report_of(folder: Path, facts: SweepFile, study: Study) -> SweepReport:
    """The same, of a study that is open."""
    trials = [one for one in study.get_trials(deepcopy=False) if _is_told(one)]
    return SweepReport(
        name=facts.name,
        folder=str(folder),
        doc=facts.doc,
        goals=facts.goals,
        over=facts.over,
        sampler=facts.sampler,
        pruner=facts.pruner,
        trials=[trial_report(folder, facts, one) for one in trials],
        best=best_of(study, trials),
        importances=importances_of(study),
        wanted=facts.wanted,
        seconds=worked_seconds(study),
        version=facts.version,
    )


def best_of(study: Study, trials: list[FrozenTrial]) -> list[int]:
    """The numbers of the best trials: one, or those of the Pareto front."""
    if not any(one.values is not None and one.state.name == "COMPLETE" for one in trials):
        return []
    if len(study.directions) == 1:
        return [study.best_trial.number]
    return sorted(one.number for one in study.best_trials)


def state_of_trial(trial: FrozenTrial) -> TrialState:
    """How far it is, in a word."""
    if trial.user_attrs.get(OUT) == "lost":
        return "lost"
    states: dict[str, TrialState] = {"COMPLETE": "finished", "PRUNED": "pruned", "FAIL": "failed"}
    return states.get(trial.state.name, "running")


def _is_told(trial: FrozenTrial) -> bool:
    return trial.state.name != "WAITING" and (counts(trial) or trial.user_attrs.get(OUT) == "lost")


def trial_report(folder: Path, facts: SweepFile, trial: FrozenTrial) -> TrialReport:
    """One trial; its curve is that of its run, else what the study was told of it."""
    name = run_name(trial.number)
    curve = _curve_of_run(folder / name, facts.goals[0].metric) or _curve(trial)
    return TrialReport(
        number=trial.number,
        state=state_of_trial(trial),
        given=_given(facts, trial),
        values=list(trial.values or []) if trial.state.name == "COMPLETE" else [],
        run=name if (folder / name).is_dir() else None,
        epochs=len(curve),
        curve=curve,
        seconds=_seconds(trial),
        fault=trial.user_attrs.get(FAULT),
    )


def _given(facts: SweepFile, trial: FrozenTrial) -> dict[str, Chosen]:
    """In the order of the spec."""
    return {one.path: trial.params[one.path] for one in facts.over if one.path in trial.params}


def _curve(trial: FrozenTrial) -> list[float | None]:
    kept = trial.intermediate_values
    values = [kept.get(epoch) for epoch in range(1, max(kept, default=0) + 1)]
    return [None if one is None or one != one else one for one in values]  # noqa: PLR0124 - NaN


def _curve_of_run(run: Path, metric: str) -> list[float | None]:
    lines = read_lines(read_end(run / METRICS) or b"")
    values = [line.get(metric) for line in lines]
    return [float(one) if isinstance(one, int | float) else None for one in values]


def _seconds(trial: FrozenTrial) -> float | None:
    noted = trial.user_attrs.get(SECONDS)
    if noted is not None:
        return float(noted)
    return trial.duration.total_seconds() if trial.duration is not None else None
