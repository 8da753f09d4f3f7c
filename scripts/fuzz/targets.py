"""What is fuzzed: functions that take any bytes, and raise where something is wrong."""

from collections.abc import Callable
from dataclasses import dataclass

from scripts.fuzz.bind import bind
from scripts.fuzz.formula import formula
from scripts.fuzz.generate import generate
from scripts.fuzz.limits import READING, TRAINING, Limits
from scripts.fuzz.read import read
from scripts.fuzz.render import render
from scripts.fuzz.sections import section
from scripts.fuzz.trained import trained
from scripts.fuzz.whole import whole

Target = Callable[[bytes], str]
"""Gives what came of an input as text, the same text for the same input."""


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """A target, how long an input may be that tells something, and what one may cost."""

    run: Target
    most_bytes: int
    limits: Limits = READING


TARGETS = {
    "read": Fuzzed(read, 4096),
    "formula": Fuzzed(formula, 512),
    "bind": Fuzzed(bind, 512),
    "generate": Fuzzed(generate, 64),
    "whole": Fuzzed(whole, 512),
    "render": Fuzzed(render, 1024),
    "section": Fuzzed(section, 160, TRAINING),
    "trained": Fuzzed(trained, 512, TRAINING),
}
