"""How much each value that a sweep chooses matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optuna import Study

_LEAST_TRIALS = 4


def importances_of(study: Study) -> dict[str, float]:
    """The share of each path in how the first goal varies over trials; empty where none can tell.

    By fANOVA (Hutter, Hoos, Leyton-Brown 2014), from a fixed seed.
    """
    from optuna.importance import FanovaImportanceEvaluator, get_param_importances

    done = [one for one in study.get_trials(deepcopy=False) if one.state.name == "COMPLETE"]
    values = {one.values[0] for one in done if one.values}
    varied = {name for one in done for name in one.params if _varies(done, name)}
    if len(done) < _LEAST_TRIALS or len(values) < 2 or not varied:
        return {}
    several = len(study.directions) > 1
    target = (lambda trial: trial.values[0]) if several else None
    evaluator = FanovaImportanceEvaluator(seed=0)
    try:
        found = get_param_importances(study, evaluator=evaluator, target=target)
    except (ValueError, RuntimeError):  # values that are infinite, or all alike
        return {}
    return dict(found)


def _varies(trials: list, name: str) -> bool:
    return len({str(one.params.get(name)) for one in trials}) > 1
