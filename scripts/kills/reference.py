"""A run that is never killed, and its timetable."""

import time
from dataclasses import dataclass
from pathlib import Path

from scripts.kills.folder import aside, epochs, has_begun
from scripts.kills.place import Place

_POLL_SECONDS = 0.002


@dataclass(frozen=True, slots=True)
class Reference:
    """What a run comes to where nothing happens to it.

    Attributes:
        run: Its folder.
        seconds: From the start of its process to the end.
        begun_seconds: From that start to its first step, about.
        epoch_seconds: Of one, on the average.
        ending_seconds: From its last epoch to the end.
        saves: Checkpoints that were seen while they were written.
        epochs: In its metrics.
    """

    run: Path
    seconds: float
    begun_seconds: float
    epoch_seconds: float
    ending_seconds: float
    saves: int
    epochs: int


def make_reference(place: Place) -> Reference:
    """Trains a spec undisturbed.

    Raises:
        RuntimeError: It fails all by itself.
    """
    process = place.start()
    begun, last, written = 0.0, 0.0, 0
    saves: set[int] = set()
    while process.goes_on:
        run, now = place.run(), process.seconds
        if run is not None:
            begun = begun or (now if has_begun(run) else 0.0)
            saves |= aside(run)
            if epochs(run) > written:
                last, written = now, epochs(run)
        time.sleep(_POLL_SECONDS)
    seconds = process.seconds
    run = place.run()
    if process.end() != 0 or run is None:
        raise RuntimeError(f"{place.spec.name} fails by itself:\n{process.text()}")
    count = epochs(run)
    return Reference(run, seconds, begun, (last - begun) / count, seconds - last, len(saves), count)
