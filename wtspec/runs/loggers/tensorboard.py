"""TensorBoard's files in a run's folder, as Keras's callback lays them out."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from pathlib import Path

from wtspec.report.histogram import Histogram
from wtspec.runs.checks.check_link import check_link
from wtspec.runs.loggers.event_files import EventFile, find_event_files, kept_records, record_of
from wtspec.runs.loggers.logger import Ending, Logged
from wtspec.runs.loggers.protobuf import (
    HistogramProto,
    Message,
    Summary,
    SummaryMetadata,
    TensorEvent,
    TensorProto,
    TensorShapeProto,
)
from wtspec.train.events import EpochEnded, Event, Finished, WeightsSeen

FOLDER = "tensorboard"
_VALIDATION = "val_"
_FINAL = "final_"
_SPEC = "spec"
_TEXT = SummaryMetadata(plugin_data=SummaryMetadata.PluginData(plugin_name="text"))


class TensorBoardWriter:
    """Writes a file of events for each part of the rows: the curves of a metric share a chart.

    The step of a chart is the number of the epoch that has ended; 0 is before the first step.
    """

    def __init__(self, run: Logged) -> None:
        """Takes over what was written until the run was last saved, and drops what came later."""
        self._run = run
        self._folder = run.folder / FOLDER
        self._files: dict[str, EventFile] = {}
        self._epoch = run.saved or 0
        check_link(self._folder)
        for folder in sorted(self._folder.glob("*/")):
            check_link(folder)
            self._take_over(folder)
        self._write("train", 0, [_text(_SPEC, _as_code(run.spec))])

    def note(self, event: Event) -> None:
        """Writes an epoch's metrics, how weights lie, or the final metrics.

        Raises:
            OSError: It is written with the next event.
        """
        match event:
            case EpochEnded():
                self._note_epoch(event)
            case WeightsSeen():
                self._write("train", event.epoch, _of_weights(event))
            case Finished():
                for part, metrics in event.metrics.items():
                    named = {f"{_FINAL}{name}": value for name, value in metrics.items()}
                    self._write(part, self._epoch, _scalars(named))
            case _:
                pass

    def close(self, ending: Ending) -> None:
        """Tries once more to write what could not be written.

        Raises:
            OSError: It can't be written still.
        """
        del ending
        for file in self._files.values():
            file.write(())

    def _note_epoch(self, event: EpochEnded) -> None:
        self._epoch = event.epoch
        rate = self._run.learning_rate()
        metrics = event.metrics if rate is None else {"learning_rate": rate, **event.metrics}
        parts: dict[str, dict[str, float]] = {"train": {}, "validation": {}}
        for name, value in metrics.items():
            part = "validation" if name.startswith(_VALIDATION) else "train"
            parts[part][f"epoch_{name.removeprefix(_VALIDATION)}"] = value
        for part, named in parts.items():
            if named:
                self._write(part, event.epoch, _scalars(named))

    def _write(self, part: str, step: int, values: list[Message]) -> None:
        if part not in self._files:
            self._files[part] = EventFile(self._folder / part)
        event = TensorEvent(wall_time=time.time(), step=step, summary=Summary(value=values))
        self._files[part].write([record_of(event)])

    def _take_over(self, folder: Path) -> None:
        """Copies what still holds to a new file: no reader then shows what is superseded."""
        before = find_event_files(folder)
        file = self._files[folder.name] = EventFile(folder)
        file.write(record for path in before for record in self._kept(path))
        for path in before:
            path.write_bytes(b"")  # a TensorBoard that is looking stops where a file has gone

    def _kept(self, path: Path) -> Iterator[bytes]:
        return kept_records(path, self._holds)

    def _holds(self, event: Message) -> bool:
        """Whether an event was written before the state that the run goes on from."""
        tags, saved = [value.tag for value in event.summary.value], self._run.saved
        if not tags or saved is None or event.step > saved:
            return False
        return not any(tag == _SPEC or tag.startswith(_FINAL) for tag in tags)


def _scalars(numbers: dict[str, float]) -> list[Message]:
    return [Summary.Value(tag=tag, simple_value=value) for tag, value in numbers.items()]


def _of_weights(event: WeightsSeen) -> list[Message]:
    norms = {f"weight_norms/{path}": norm for path, norm in event.norms.items()}
    histograms = (
        Summary.Value(tag=f"{path}/histogram", histo=_histogram(one))
        for path, one in event.histograms.items()
        if one.counts and math.isfinite(one.mean)
    )
    return [*_scalars(norms), *histograms]


def _histogram(weight: Histogram) -> Message:
    """Bins as TensorBoard has them, by their upper ends; equal values get one of width 1."""
    low, high, counts = weight.low, weight.high, weight.counts
    if low == high:
        low, high = low - 0.5, high + 0.5
    number, width = sum(counts), (high - low) / len(counts)
    squares = (weight.mean**2 + weight.std**2) * number
    return HistogramProto(
        min=low,
        max=high,
        num=number,
        sum=weight.mean * number,
        sum_squares=squares if math.isfinite(squares) else 0.0,
        bucket_limit=[*(low + width * end for end in range(1, len(counts))), high],
        bucket=counts,
    )


def _text(tag: str, text: str) -> Message:
    shape = TensorShapeProto()  # one with dims is shown as a table
    tensor = TensorProto(dtype="DT_STRING", string_val=[text.encode()], tensor_shape=shape)
    return Summary.Value(tag=tag, metadata=_TEXT, tensor=tensor)


def _as_code(text: str) -> str:
    """A text as Markdown's block of code, which no line of it can end."""
    return "\n".join(f"    {line}" for line in text.split("\n"))
