from pathlib import Path

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from tests.runs.conftest import FLOWERS, write_flowers
from wtspec.runs.run import run
from wtspec.stages import check, load

LOGGED = FLOWERS + "  loggers: [tensorboard]\n"


def read(folder: Path) -> EventAccumulator:
    """What TensorBoard itself reads in a folder."""
    events = EventAccumulator(str(folder), {"scalars": 0, "histograms": 0, "tensors": 0})
    return events.Reload()


def curve(events: EventAccumulator, tag: str) -> list[tuple[int, float]]:
    return [(one.step, one.value) for one in events.Scalars(tag)]


@pytest.fixture(scope="session")
def logged(tmp_path_factory):
    """A finished run with TensorBoard's files, shared by tests that only read it."""
    folder = tmp_path_factory.mktemp("logged")
    write_flowers(folder / "flowers.csv")
    (folder / "spec.yaml").write_text(LOGGED)
    return run(check(load(folder / "spec.yaml")), runs_dir=folder / "runs")
