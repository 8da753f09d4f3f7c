"""What happens to a run, drawn from a seed."""

import random
from dataclasses import dataclass
from signal import SIGKILL, SIGTERM

from scripts.kills.aim import Aim, draw_aim

_AGAIN = 0.35
_MOST_AGAIN = 2
_MEASURED = 0.2
_ASKED = 0.25
_SAVES_WHEN_ASKED = "plain"
"""A spec whose runs are too short to be saved, unless they are asked to end."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens to one run.

    Attributes:
        spec: The name of its file.
        aims: When it is sent a signal: its first process, then those that resume it.
        is_measured: Whether `evaluate` is asked about it while it is dead.
    """

    number: int
    spec: str
    aims: tuple[Aim, ...]
    is_measured: bool


def draw_plan(number: int, spec: str, seed: int) -> Plan:
    """A plan; whatever the machine does, the same for a seed."""
    chance = random.Random(f"{seed} {number}")  # noqa: S311 - no secret
    asked = draw_aim(chance, SIGTERM)
    first = [asked] if spec == _SAVES_WHEN_ASKED and chance.random() < 0.75 else []
    aims = [*first, draw_aim(chance)]
    for _ in range(_MOST_AGAIN):
        if chance.random() < _AGAIN:
            ends = SIGTERM if chance.random() < _ASKED else SIGKILL
            aims.append(draw_aim(chance, ends))
    return Plan(number, spec, tuple(aims), chance.random() < _MEASURED)
