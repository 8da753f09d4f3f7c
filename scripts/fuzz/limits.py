"""What one input may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """More than this is a finding.

    Attributes:
        seconds: Of the processor.
        grown_bytes: Of memory, on top of what the process held before.
    """

    seconds: float
    grown_bytes: int


READING = Limits(2.0, 200 * 2**20)
TRAINING = Limits(40.0, 2**30)
"""Most of it goes into compiling; importing Keras is among what the first input costs."""
