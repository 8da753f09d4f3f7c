"""Numbers measured several times: their middle, and how far they scatter."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Spread:
    """Three quartiles.

    Attributes:
        low: A quarter of the numbers lies below.
        high: A quarter of them lies above.
    """

    low: float
    median: float
    high: float

    @property
    def noise(self) -> float:
        """The range between the quartiles, as a share of the median."""
        return (self.high - self.low) / self.median if self.median else 0.0


def spread(numbers: Sequence[float]) -> Spread:
    """The quartiles of at least one number."""
    if len(numbers) == 1:
        return Spread(numbers[0], numbers[0], numbers[0])
    low, _, high = quantiles(numbers, n=4, method="inclusive")
    return Spread(low, median(numbers), high)


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """How ours compare with theirs, each with the one that was measured right beside it."""
    return spread([one / other for one, other in zip(ours, theirs, strict=True)])
