"""wtspec: a file, trained as `wtspec run` trains it."""

import gc
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from scripts.bench.contenders.turns import Task, Turns, read_task
from scripts.bench.rows import make_rows
from wtspec.__main__ import MOST_YOUNG_OBJECTS
from wtspec.errors import SpecError
from wtspec.runs.run import run
from wtspec.stages import check_file
from wtspec.train.events import EpochEnded, Event, Started

SPECS = Path(__file__).parents[1] / "specs"


def main() -> None:
    """Waits for its turn whenever the training tells that it starts, or that an epoch ended."""
    gc.set_threshold(MOST_YOUNG_OBJECTS)  # as the command does
    task, turns = read_task(), Turns()
    x, y = make_rows(task.workload, task.steps)
    checked = check_file(SPECS / f"{task.workload.model}.yaml", tuple(changes(task).items()), None)

    def listen(event: Event) -> None:
        if isinstance(event, Started):
            turns.ready(event.parameters)
            turns.wait()
        elif isinstance(event, EpochEnded):
            turns.done(event.metrics["loss"], event.metrics["accuracy"])
            turns.wait()

    with tempfile.TemporaryDirectory() as folder:
        try:
            run(checked, runs_dir=Path(folder), data={"x": x, "y": y}, listener=listen)
        except SpecError as error:
            turns.refuse(str(error))


def changes(task: Task) -> Mapping[str, object]:
    """What the command line would `--set`."""
    sizes = asdict(task.workload.decoder) if task.workload.model == "decoder" else {}
    return {
        **{f"params.{name}": size for name, size in sizes.items()},
        "data.batch_size": task.workload.batch_size,
        "train.epochs": task.epochs,
        "runtime.precision": "mixed_bfloat16" if task.workload.half else "float32",
        **task.changes,
    }


if __name__ == "__main__":
    main()
