"""The project's goals for speed, and whether what was measured reaches them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scripts.bench.compiling import FEW, MANY, Compiled
from scripts.bench.contenders import JAX, KERAS, LIMIT, TORCH, WTSPEC
from scripts.bench.measure import Run
from scripts.bench.race import Raced
from scripts.bench.spread import Spread, ratios
from scripts.bench.whole import AGAIN, BY_HAND, FIRST, WITH_LUDWIG

STEP_GOALS = {
    "mlp": {KERAS: 0.35, JAX: 0.45, TORCH: 0.25, LIMIT: 1.10},
    "transformer": {KERAS: 0.85, LIMIT: 1.05},
    "gru": {KERAS: 0.85, LIMIT: 1.05},
    "residual": {KERAS: 0.85, LIMIT: 1.05},
    "cnn": {KERAS: 0.6},
}
"""How long a step of wtspec may take, as a share of another's, by workload."""

FASTEST_GOALS = {"wide": 1.02}
"""The same, as a share of the fastest of the others."""

WHOLE_GOALS = {BY_HAND: 1.05, WITH_LUDWIG: 0.3}
SECOND_START_GOAL = 0.35
SCAN_GOAL = 1.5


@dataclass(frozen=True, slots=True)
class Goal:
    """A share that must not be exceeded.

    Attributes:
        text: What is compared with what.
        limit: The largest share that will do.
        found: The share; None where it was not measured.
    """

    text: str
    limit: float
    found: Spread | None

    @property
    def verdict(self) -> str:
        """`pass`, `fail`, or between them `within the noise`: a quarter of the shares will do."""
        if self.found is None:
            return "not measured"
        if self.found.median <= self.limit:
            return "pass"
        return "within the noise" if self.found.low <= self.limit else "fail"


def training_goals(training: Mapping[str, Mapping[str, Raced]]) -> Iterator[Goal]:
    """The goals of each workload that was raced."""
    for workload, raced in training.items():
        ours = raced[WTSPEC]
        for rival, limit in _rivals(workload, raced).items():
            found = _ratios(ours.step_seconds, raced[rival].step_seconds)
            yield Goal(f"{workload}: a step, of {rival}", limit, found)
        yield from _never_above_keras(workload, ours, raced[KERAS])


def _rivals(workload: str, raced: Mapping[str, Raced]) -> dict[str, float]:
    goals = dict(STEP_GOALS.get(workload, {}))
    if workload in FASTEST_GOALS:
        goals[_fastest(raced)] = FASTEST_GOALS[workload]
    return goals


def _fastest(raced: Mapping[str, Raced]) -> str:
    others = {
        name: sum(one.step_seconds) / len(one.step_seconds)
        for name, one in raced.items()
        if name not in {WTSPEC, LIMIT} and one.step_seconds
    }
    return min(others, key=others.__getitem__, default=KERAS)


def _never_above_keras(workload: str, ours: Raced, keras: Raced) -> Iterator[Goal]:
    compared = {
        "a step": (ours.step_seconds, keras.step_seconds),
        "compile + first epoch": (ours.first_seconds, keras.first_seconds),
        "peak memory": (ours.peak_bytes, keras.peak_bytes),
    }
    for what, (one, other) in compared.items():
        yield Goal(f"{workload}: {what}, never above {KERAS}", 1.0, _ratios(one, other))


def start_goal(start: Compiled) -> Goal:
    """What the compilation cache saves."""
    first, second = start.values()
    return Goal("compile: second start, of the first", SECOND_START_GOAL, _ratios(second, first))


def scan_goal(scan: Compiled | str) -> Goal:
    """What depth costs, where blocks are scanned."""
    text = f"compile: {MANY} scanned blocks, of {FEW}"
    if isinstance(scan, str):
        return Goal(text, SCAN_GOAL, None)
    few, many = scan.values()
    return Goal(text, SCAN_GOAL, _ratios(many, few))


def whole_goals(whole: Mapping[str, list[Run]]) -> Iterator[Goal]:
    """The quickstart's whole process, both when nothing is compiled yet and later."""
    seconds = {name: [run.seconds for run in runs] for name, runs in whole.items()}
    for rival, limit in WHOLE_GOALS.items():
        for ours in (FIRST, AGAIN):
            found = _ratios(seconds[ours], seconds.get(rival, []))
            yield Goal(f"quickstart: {ours}, of {rival}", limit, found)


def _ratios(ours: list[float], theirs: list[float]) -> Spread | None:
    return ratios(ours, theirs) if ours and len(ours) == len(theirs) else None
