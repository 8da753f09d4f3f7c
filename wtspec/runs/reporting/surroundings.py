"""What a run stood on and how long it took, as names and values for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

_ASIDE = ("status", "began", "wall_seconds", "stages", "weights", "metrics")
"""What is said elsewhere."""


def surroundings(facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """What `environment.json` tells of versions, machine and settings."""
    return [
        pair for name, value in facts.items() if name not in _ASIDE for pair in _told(name, value)
    ]


def stages_of(facts: Mapping[str, object]) -> list[tuple[str, float]]:
    """What took how many seconds."""
    stages = facts.get("stages")
    named = cast("dict[str, object]", stages).items() if isinstance(stages, dict) else ()
    return [(name, float(one)) for name, one in named if isinstance(one, int | float)]


def _told(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for inner, one in cast("dict[str, object]", value).items():
            yield from _told(inner if name == "versions" else f"{name} {inner}", one)
    elif isinstance(value, list):
        yield name, ", ".join(str(one) for one in cast("list[object]", value))
    else:
        yield name, str(value)
