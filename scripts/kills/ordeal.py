"""Lets happen to a run what is planned, and says what came of it."""

from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL, SIGTERM

from scripts.kills.aim import Aim, reach
from scripts.kills.compare import differences
from scripts.kills.folder import aside, epochs, has_begun, opening, saved
from scripts.kills.place import Place
from scripts.kills.plan import Plan
from scripts.kills.process import HangError, Process
from scripts.kills.reference import Reference

_ENDED_BY = {
    SIGKILL: (-SIGKILL,),
    SIGTERM: (-SIGTERM, 128 + SIGTERM),  # the first while Python itself starts
}
_TRACEBACK = "Traceback"
_FINISHED = "is finished: nothing was left to do"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A signal that a process received.

    Attributes:
        signal: Its name.
        at_seconds: After the process began.
        phase: What the run was at, by what its folder shows.
        last_saved: The checkpoint that there was to go on from, if any.
    """

    signal: str
    at_seconds: float
    phase: str
    last_saved: str | None


@dataclass(slots=True)
class Outcome:
    """What came of a plan.

    Attributes:
        strokes: In their order; none where the run ended before it was hit.
        faults: What is wrong.
    """

    plan: Plan
    strokes: list[Stroke] = field(default_factory=list[Stroke])
    faults: list[str] = field(default_factory=list[str])

    @property
    def kills(self) -> int:
        """How often it was killed."""
        return sum(stroke.signal == "SIGKILL" for stroke in self.strokes)


def undergo(plan: Plan, place: Place, known: Reference) -> Outcome:
    """Starts a run, ends it at each of the instants, goes on, and compares what it comes to."""
    outcome = Outcome(plan)
    try:
        process, opened = place.start(), None
        for aim in plan.aims:
            if not _strike(aim, process, place, known, outcome):
                break
            _check_opening(process, opened, outcome)
            if plan.is_measured:
                _ask_about(place, outcome)
            process, opened = _go_on(place)
        _finish(process, place, known, outcome)
        _check_opening(process, opened, outcome, is_over=True)
    except HangError as error:
        outcome.faults.append(str(error))
    return outcome


def _strike(aim: Aim, process: Process, place: Place, known: Reference, outcome: Outcome) -> bool:
    """Waits for the instant and sends the signal; says whether the process ended by it."""
    if not reach(aim, process, place.run, known) or not process.send(aim.signal):
        return False
    at_seconds, status = process.seconds, process.end()
    if status == 0:
        return False
    run = place.run()
    last = None if run is None else next(reversed(saved(run)), None)
    outcome.strokes.append(Stroke(aim.signal.name, at_seconds, _phase(run, known), last))
    if status not in _ENDED_BY[aim.signal]:
        outcome.faults.append(f"exit status {status} upon {aim.signal.name}: {process.told}")
    return True


def _phase(run: Path | None, known: Reference) -> str:
    """What a dead run was at."""
    if run is None or not has_begun(run):
        return "starting"
    if aside(run):
        return "writing"
    if epochs(run) >= known.epochs:
        return "ending"
    return "training" if epochs(run) or saved(run) else "beginning"


def _go_on(place: Place) -> tuple[Process, str | None]:
    """A process that resumes the run, and how it is to open; where nothing began, a new run."""
    run = place.run()
    if run is None or not has_begun(run):
        return place.start(), None
    return place.resume(run), opening(run)


def _check_opening(
    process: Process, opened: str | None, outcome: Outcome, *, is_over: bool = False
) -> None:
    """A run that goes on says from where: from the last checkpoint, and never anew beside one."""
    lines = process.text().splitlines()
    said = next((line for line in lines if line.startswith("goes on ")), None)
    is_silent = said is None and (not is_over or _FINISHED in process.text())
    if opened is not None and said != opened and not is_silent:
        outcome.faults.append(f"it says `{said}`, not `{opened}`: {process.told}")


def _ask_about(place: Place, outcome: Outcome) -> None:
    """A run that died is measured as it was saved; where nothing was, that is said."""
    run = place.run()
    if run is None:
        return
    asked = place.evaluate(run) if has_begun(run) else place.resume(run)
    status = asked.end()
    if status != (0 if saved(run) else 1) or _TRACEBACK in asked.text():
        outcome.faults.append(f"exit status {status} of `{asked.verb[0]}`: {asked.told}")


def _finish(process: Process, place: Place, known: Reference, outcome: Outcome) -> None:
    """Lets the run end, and compares it."""
    status, run = process.end(), place.run()
    if status != 0 or run is None or _TRACEBACK in process.text():
        outcome.faults.append(f"exit status {status} at the end: {process.told}")
    else:
        outcome.faults += differences(run, known.run)
