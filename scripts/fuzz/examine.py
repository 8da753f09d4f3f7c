"""Runs a target on one input, and says what is wrong with what it does."""

import hashlib
import io
import resource
import time
import traceback
import warnings
from contextlib import redirect_stderr
from dataclasses import dataclass
from pathlib import Path

from scripts.fuzz.limits import READING, Limits
from scripts.fuzz.oracle import demand
from scripts.fuzz.targets import Target

KERAS = ("Explicitly requested dtype int64", "In loss categorical")
"""How Keras begins what it says of its own metrics, and of losses that a lint tells too."""

ATHERIS = "INFO: Instrumenting "
"""How it begins what it says of each module that is imported while it watches."""

ROOT = str(Path(__file__).parents[2])


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong.

    Attributes:
        key: The same for inputs that fail in the same way.
        report: For people.
    """

    key: str
    report: str


def examine(target: Target, data: bytes, limits: Limits = READING) -> Found | None:
    """Whatever a target does on an input that it must not.

    That is: an exception, a warning, a word on stderr, more than it may cost.
    """
    try:
        _run(target, data, limits)
    except Exception as error:  # noqa: BLE001 - none is expected, each is a finding
        return Found(_key(error), "".join(traceback.format_exception(error)))
    return None


def _run(target: Target, data: bytes, limits: Limits) -> None:
    began, held = time.process_time(), _peak_bytes()
    said = io.StringIO()
    with warnings.catch_warnings(), redirect_stderr(said):
        warnings.simplefilter("error")
        for said_by_keras in KERAS:
            warnings.filterwarnings("ignore", said_by_keras)
        target(data)
    took, grown = time.process_time() - began, _peak_bytes() - held
    words = [line for line in said.getvalue().splitlines() if not line.startswith(ATHERIS)]
    demand(not words, f"words on stderr: {words}")
    demand(took <= limits.seconds, f"{took:.1f} s of the processor")
    demand(grown <= limits.grown_bytes, f"{grown / 2**20:.0f} MiB of memory")


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _key(error: Exception) -> str:
    """The kind of the exception and where it came from: the innermost frames of ours."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f"{frame.filename}:{frame.name}" for frame in frames if frame.filename.startswith(ROOT)]
    text = "\n".join([type(error).__name__, *ours[-3:]])
    return hashlib.sha256(text.encode()).hexdigest()[:12]
