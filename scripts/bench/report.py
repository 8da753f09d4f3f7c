"""What was measured, for people and for programs."""

import json
from dataclasses import asdict

from scripts.bench.findings import Findings
from scripts.bench.goals import Goal
from scripts.bench.machine import Machine
from scripts.bench.tables import compiled_table, goals_table, race_table, whole_table
from scripts.bench.verbs import verbs_table
from scripts.bench.workloads import WORKLOADS

LEGEND = """\
a step: median over epochs; noise: range between the quartiles, of the median; times: of wtspec's
first: compiling and a first epoch; MiB: peak memory; loss: the last epoch's mean"""


def as_text(found: Findings) -> str:
    """Tables, one after the other, the goals at the end."""
    kind, goals = found.machine.kind, found.goals()
    compiled = [one for one in (found.start, found.scan) if one is not None]
    tables = [
        _machine_line(found.machine),
        *([verbs_table(found.verbs)] if found.verbs else []),
        *([LEGEND] if found.training else []),
        *(
            race_table(WORKLOADS[name], found.steps[name], raced, kind)
            for name, raced in found.training.items()
        ),
        *(["\n".join(["compile alone", *map(compiled_table, compiled)])] if compiled else []),
        *([whole_table(found.whole)] if found.whole is not None else []),
        *([goals_table(goals)] if goals else []),
    ]
    return "\n\n".join(tables)


def as_json(found: Findings) -> str:
    """Every number that was measured, and the goals."""
    return json.dumps({**asdict(found), "goals": list(map(_goal, found.goals()))}, indent=2)


def _machine_line(machine: Machine) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in machine.versions.items())
    return f"{machine.kind}, {machine.cores} cores, {machine.system}\n{versions}"


def _goal(goal: Goal) -> dict[str, object]:
    return {**asdict(goal), "verdict": goal.verdict}
