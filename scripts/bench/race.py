"""Trains a workload with all contenders in turn, so that whatever else goes on falls on all."""

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from scripts.bench.contender import Contender, RefusedError, contender
from scripts.bench.contenders import CONTENDERS
from scripts.bench.workloads import WORKLOADS


@dataclass(slots=True)
class Raced:
    """What a contender took.

    Attributes:
        parameters: How many numbers its model trains.
        step_seconds: A mean over each epoch's steps.
        first_seconds: Of compiling and a first epoch, in each process.
        peak_bytes: Of memory, in each process.
        losses: Each epoch's mean.
        refused: Why there are no numbers.
    """

    parameters: int = 0
    step_seconds: list[float] = field(default_factory=list)
    first_seconds: list[float] = field(default_factory=list)
    peak_bytes: list[float] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    refused: str = ""


def race(
    workload: str, names: Sequence[str], *, steps: int, starts: int, turns: int
) -> dict[str, Raced]:
    """Races contenders.

    Args:
        workload: Its name.
        names: Of the contenders.
        steps: In an epoch.
        starts: How often each is started anew.
        turns: Epochs that are timed in each process, after a first one.

    Returns:
        What each took, by its name.

    Raises:
        RuntimeError: Two contenders train models of different sizes.
    """
    found = {name: Raced() for name in names}
    for _ in range(starts):
        for together in _groups(workload, found):
            _race_once(workload, together, steps, turns)
    check_parameters(found)
    return found


def steps_of(workload: str, *, short: bool) -> int:
    """Steps in an epoch: as the workload says, or a few to try it out."""
    steps = WORKLOADS[workload].steps
    return max(4, steps // 20) if short else steps


def check_parameters(found: Mapping[str, Raced]) -> None:
    """Raises `RuntimeError` where two contenders train models of different sizes."""
    counts = {name: raced.parameters for name, raced in found.items() if raced.parameters}
    if len(set(counts.values())) > 1:
        raise RuntimeError(f"the models differ in their numbers of parameters: {counts}")


def _groups(workload: str, found: Mapping[str, Raced]) -> list[dict[str, Raced]]:
    """Those that wait beside each other."""
    if WORKLOADS[workload].alone:
        return [{name: raced} for name, raced in found.items()]
    return [dict(found)]


def _race_once(workload: str, found: Mapping[str, Raced], steps: int, turns: int) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        started: dict[str, Contender] = {}
        for name, raced in found.items():
            try:
                one = contender(name, workload, steps, 1 + turns, folder / CONTENDERS[name])
                started[name] = stack.enter_context(one)
                raced.parameters = started[name].parameters
            except RefusedError as error:
                raced.refused = str(error)
        for turn in range(1 + turns):
            for name, one in started.items():
                _take_turn(one, found[name], steps, first=turn == 0, last=turn == turns)


def _take_turn(one: Contender, raced: Raced, steps: int, *, first: bool, last: bool) -> None:
    if raced.refused:
        return
    try:
        epoch = one.train()
    except RefusedError as error:
        raced.refused = str(error)
        return
    raced.losses.append(epoch.loss)
    if first:
        raced.first_seconds.append(epoch.seconds)
    else:
        raced.step_seconds.append(epoch.seconds / steps)
    if last:
        raced.peak_bytes.append(epoch.peak_bytes)
