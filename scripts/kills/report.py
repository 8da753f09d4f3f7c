"""Tells what came of the kills."""

from collections import Counter
from collections.abc import Sequence

from scripts.kills.ordeal import Outcome, Stroke
from scripts.kills.reference import Reference

PHASES = ("starting", "beginning", "training", "writing", "ending")


def reference_line(spec: str, known: Reference) -> str:
    """A run that was not killed."""
    return (
        f"{spec:12}{known.seconds:6.1f} s, trains after{known.begun_seconds:5.1f} s,"
        f"{known.epochs:4} epochs, {known.saves} saves seen"
    )


def outcome_line(outcome: Outcome) -> str:
    """A run, where it was hit and what it came to; each fault in a line below."""
    hits = "; ".join(map(_hit, outcome.strokes)) or "ended before it was hit"
    equal = "DIFFERS" if outcome.faults else "equal"
    first = f"{outcome.plan.number:4} {outcome.plan.spec:12}{equal:8} {hits}"
    return "\n".join([first, *(f"       {fault}" for fault in outcome.faults)])


def summary(outcomes: Sequence[Outcome]) -> str:
    """A line a spec: runs, kills by phase, and how many differ."""
    head = f"{'':12}{'runs':>6}{'kills':>7}" + "".join(f"{one:>11}" for one in PHASES)
    lines = [f"{head}{'saved':>7}{'differ':>8}"]
    specs = sorted({outcome.plan.spec for outcome in outcomes})
    lines += [_row(one, [each for each in outcomes if each.plan.spec == one]) for one in specs]
    return "\n".join([*lines, _row("all", outcomes)])


def _hit(stroke: Stroke) -> str:
    source = f"from {stroke.last_saved}" if stroke.last_saved else "anew"
    return f"{stroke.signal} +{stroke.at_seconds:.2f} s {stroke.phase}, {source}"


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    strokes = [stroke for outcome in outcomes for stroke in outcome.strokes]
    phases = Counter(stroke.phase for stroke in strokes)
    kills, differ = sum(one.kills for one in outcomes), sum(bool(one.faults) for one in outcomes)
    saved = sum(stroke.last_saved is not None for stroke in strokes)
    shares = "".join(f"{phases[phase]:11}" for phase in PHASES)
    return f"{name:12}{len(outcomes):6}{kills:7}{shares}{saved:7}{differ:8}"
