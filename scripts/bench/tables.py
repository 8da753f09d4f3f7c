"""What was measured, as text."""

from collections.abc import Iterable, Mapping
from statistics import median

from scripts.bench.compiling import Compiled
from scripts.bench.contenders import WTSPEC
from scripts.bench.goals import Goal
from scripts.bench.measure import Run
from scripts.bench.race import Raced
from scripts.bench.rate import share_of_peak, tokens_per_second
from scripts.bench.spread import spread
from scripts.bench.whole import BY_HAND, WITH_LUDWIG
from scripts.bench.workloads import Workload

NAME = 22


def race_table(workload: Workload, steps: int, raced: Mapping[str, Raced], kind: str) -> str:
    """A line a contender.

    Args:
        workload: What was trained.
        steps: In an epoch.
        raced: What each took.
        kind: Of the device, as its maker calls it.
    """
    ours = raced[WTSPEC]
    title = f"{workload.title}; {ours.parameters:,} parameters, {steps:,} steps an epoch"
    head = f"{'':{NAME}}{'a step':>10}{'noise':>8}{'times':>8}{'first':>10}{'MiB':>8}{'loss':>8}"
    lines = [_race_line(name, one, ours) for name, one in raced.items()]
    rates = [_rate_line(workload, name, one, kind) for name, one in raced.items()]
    return "\n".join([title, head, *lines, *(rates if workload.half else [])])


def _race_line(name: str, one: Raced, ours: Raced) -> str:
    if one.refused or not one.step_seconds:
        return f"{name:{NAME}}not measured: {one.refused}"
    step = spread(one.step_seconds)
    times = f"{step.median / median(ours.step_seconds):.2f}" if ours.step_seconds else ""
    first, peak = median(one.first_seconds), median(one.peak_bytes)
    return (
        f"{name:{NAME}}{as_time(step.median):>10}{step.noise:>8.1%}{times:>8}"
        f"{as_time(first):>10}{peak / 2**20:>8.0f}{one.losses[-1]:>8.3f}"
    )


def _rate_line(workload: Workload, name: str, one: Raced, kind: str) -> str:
    if not one.step_seconds:
        return f"{name:{NAME}}not measured"
    seconds = median(one.step_seconds)
    share = share_of_peak(workload, one.parameters, seconds, kind)
    of_peak = "" if share is None else f", {share:.1%} of the peak FLOPs of {kind}"
    return f"{name:{NAME}}{tokens_per_second(workload, seconds):,.0f} tokens a second{of_peak}"


def compiled_table(found: Compiled | str) -> str:
    """A line for each program that was compiled."""
    if isinstance(found, str):
        return f"{'scanned blocks':{NAME}}not measured: {found}"
    return "\n".join(
        f"{name:{NAME}}{as_time(spread(seconds).median):>10}{spread(seconds).noise:>8.1%}"
        for name, seconds in found.items()
    )


def whole_table(whole: Mapping[str, list[Run]]) -> str:
    """A line a process."""
    lines = [f"{'quickstart, whole':{NAME}}{'seconds':>10}{'noise':>8}{'times':>8}{'MiB':>8}"]
    by_hand = median(run.seconds for run in whole[BY_HAND])
    for name, runs in whole.items():
        seconds = spread([run.seconds for run in runs])
        peak = median(run.peak_bytes for run in runs) / 2**20
        times = seconds.median / by_hand
        lines.append(
            f"{name:{NAME}}{seconds.median:>10.2f}{seconds.noise:>8.1%}{times:>8.2f}{peak:>8.0f}"
        )
    if WITH_LUDWIG not in whole:
        lines.append(f"{WITH_LUDWIG:{NAME}}not measured: .venv-ludwig has none that works")
    return "\n".join(lines)


def goals_table(goals: Iterable[Goal]) -> str:
    """A line a goal."""
    lines = [f"{'goals':56}{'at most':>9}{'found':>8}"]
    for goal in goals:
        found = "" if goal.found is None else f"{goal.found.median:.3f}"
        lines.append(f"{goal.text:56}{goal.limit:>9.2f}{found:>8}  {goal.verdict}")
    return "\n".join(lines)


def as_time(seconds: float) -> str:
    """In the unit in which it has one to three digits before the point."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"
