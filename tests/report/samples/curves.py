"""Numbers that look as a training's do."""

import math

from wtspec.report.histogram import Histogram
from wtspec.report.report import Curves

BINS = 48


def falling(epochs, start, end, speed, seed):
    """From `start` towards `end`, with some noise."""
    last = max(epochs)
    return [
        end + (start - end) * math.exp(-speed * at / last) * (1 + 0.06 * noise(at, seed))
        for at in epochs
    ]


def noise(at, seed):
    """Between -1 and 1."""
    return math.sin(1e4 * math.sin(12.9898 * at + 78.233 * seed))


def curves(epochs, names=("loss", "accuracy"), seed=0):
    """Training and validation of each metric at these epochs."""
    series = {}
    for at, name in enumerate(names):
        start, end = (0.3, 0.97) if name == "accuracy" else (2.3 / (at + 1), 0.08)
        series[name] = falling(epochs, start, end, 6, seed + at)
        series[f"val_{name}"] = falling(
            epochs, start, end + 0.04 * (end < start), 5, seed + at + 50
        )
    return Curves(
        epochs=list(epochs),
        series=series,
        elapsed_seconds=[0.25 * at for at in epochs],
        rows_per_second=[5500 + 500 * noise(at, seed) for at in epochs],
    )


def histogram(mean, std):
    """Normal values."""
    low, high = mean - 3 * std, mean + 3 * std
    counts = [round(900 * math.exp(-(((at + 0.5) / BINS * 6 - 3) ** 2) / 2)) for at in range(BINS)]
    return Histogram(low, high, counts, mean, std, std * math.sqrt(sum(counts)))


def constant(value, many):
    """As zeros are."""
    return Histogram(value, value, [many], value, 0.0, abs(value) * math.sqrt(many))
