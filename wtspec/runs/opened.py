"""A run as Python code has it: its record, and its model once that is asked for."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wtspec import arguments
from wtspec.arguments import tells_faults
from wtspec.data.rows import Arrays
from wtspec.errors import SpecError
from wtspec.errors.render.html import errors_as_html, heading, never_raising
from wtspec.errors.visible import visible
from wtspec.model import alone
from wtspec.runs.assemble import prepare
from wtspec.runs.listing.run_html import run_as_html
from wtspec.runs.listing.summary import State, state_of
from wtspec.runs.read_record import history_of, metrics_of
from wtspec.runs.reopen import Reopened, reopen, resolved_spec
from wtspec.spec import Spec
from wtspec.train.numbers import Metrics

if TYPE_CHECKING:
    import keras
    from numpy.typing import ArrayLike

    from wtspec.model.stacks import ModelWeight

AnyRows = Mapping[str, "ArrayLike"] | str | PathLike[str]
"""Columns of a mapping, or of a table that has them by name; or a CSV, Parquet or npz file."""


class Run:
    """A run: one that was trained just now, or one that was opened.

    Opening reads next to nothing. The record is read, and the model made, where they are first
    asked for; threads wait for each other there, and get the same model.

    Attributes:
        folder: What it left behind.
    """

    def __init__(
        self,
        folder: Path,
        reopened: Reopened | None = None,
        history: list[Metrics] | None = None,
        metrics: dict[str, Metrics] | None = None,
        data_root: Path | None = None,
        checkpoint: str | None = None,
    ) -> None:
        """What is not given here is read from the folder.

        Args:
            folder: The run's own.
            reopened: With the trained model.
            history: Of the training.
            metrics: Of the final weights, by part.
            data_root: No data file of the spec may lie outside it.
            checkpoint: Whose weights the model has; by default the final ones.
        """
        self._checkpoint = checkpoint
        self.folder = folder
        self._absolute = folder.absolute()
        self._reopened = reopened
        self._spec = None if reopened is None else reopened.checked.spec
        self._history = history
        self._metrics = metrics
        self._data_root = data_root

    @property
    def state(self) -> State:
        """Whether it is `running`, in another process, or `finished`; else how it ended early.

        `stopped` by a signal, `failed`, or `died` without a word; `unknown` where its files don't
        say.
        """
        return "finished" if self._metrics is not None else state_of(self._here)

    @property
    @tells_faults
    def history(self) -> list[Metrics]:
        """Each epoch's metrics, those of the validation rows named `val_…`.

        Of a run that goes on in another process, those of the epochs that it has ended by now.
        """
        return history_of(self._here) if self._history is None else self._history

    @property
    @tells_faults
    def metrics(self) -> dict[str, Metrics]:
        """By part, those of the final weights; none of a run that did not finish.

        But where the final weights are the last epoch's, those of `train` are the means over that
        epoch, as the weights changed.
        """
        return metrics_of(self._here) if self._metrics is None else self._metrics

    @property
    @tells_faults
    def spec(self) -> Spec:
        """What was trained; of an opened run with all that its file was made from merged in."""
        if self._spec is None:
            self._spec = resolved_spec(self._here)
        return self._spec

    @property
    @tells_faults
    def model(self) -> keras.Model:
        """The trained model, compiled."""
        if self._reopened is not None:
            return self._reopened.model
        with self._ready() as run:
            return run.model

    @property
    @tells_faults
    def weights(self) -> dict[str, ModelWeight]:
        """The model's weights by their paths in the spec."""
        from wtspec.model import weights

        return weights(self.model)

    @tells_faults
    def evaluate(
        self,
        part: str = "test",
        data: AnyRows | None = None,
        *,
        data_root: str | PathLike[str] | None = None,
    ) -> Metrics:
        """The loss and metrics of the trained model.

        Args:
            part: `train`, `validation` or `test`: the rows that the spec's data are divided into.
            data: Other rows, targets included, all of which are measured.
            data_root: No data file of the spec may lie outside it. By default that of the
                training; of an opened run the project of the working directory.

        Raises:
            SpecError: `unknown-part`, `data-not-kept`, `data-changed`; what is wrong with the rows
                or the run.
        """
        from wtspec.runs.evaluate import measure_run

        name = arguments.text(part, "part")
        rows = None if data is None else arguments.rows(data)
        root = arguments.path_or_none(data_root, "data_root") or self._data_root
        with self._ready() as run:
            return measure_run(run, part=name, data=rows, data_root=root)

    @tells_faults
    def predict(self, data: AnyRows | np.ndarray) -> Arrays:
        """What the trained model gives for rows, in their order; NaN where it gives NaN.

        Args:
            data: With the columns that the inputs' formulas read; these prepare them as they did
                in training. An array alone is the one column that they read.

        Returns:
            An array whose first axis is the rows; by output where the model has several.

        Raises:
            SpecError: What is wrong with the rows or the run.
        """
        from wtspec.runs.predict import predict_rows

        rows = arguments.rows_or_array(data)
        with self._ready() as run:
            return predict_rows(run, rows)

    @tells_faults
    def predictions(
        self, data: AnyRows | np.ndarray, ids: Sequence[str] = ()
    ) -> dict[str, np.ndarray]:
        """What the trained model's outputs mean for rows, in their order.

        Of a classifier the likeliest class by its name, its probability, and that of each class; of
        a regression values in the units of the target's column. They are what `wtspec predict`
        writes.

        Args:
            data: As `predict` takes them.
            ids: Columns of `data` that stand beside, as they are.

        Returns:
            Columns by name; the first axis is the rows.

        Raises:
            SpecError: What is wrong with the rows or the run; `unknown-column`.
        """
        from wtspec.runs.predict import predict_columns

        rows = arguments.rows_or_array(data)
        with self._ready() as run:
            _, described = predict_columns(run, rows, arguments.names(ids, "ids"))
        for remark in described.remarks:
            warnings.warn(remark, stacklevel=3)
        return described.columns

    def __repr__(self) -> str:
        try:
            record = _in_short(self.state, self.history, self.metrics)
        except SpecError:
            record = "its record can't be read"
        return f"<Run {visible(str(self.folder))}: {record}>"

    def _repr_html_(self) -> str:
        """What a notebook shows of it: metrics, curves, a link to its page."""
        return never_raising(Run._as_html)(self)

    def _as_html(self) -> str:
        try:
            return run_as_html(self._here, self.state, self.history, self.metrics)
        except SpecError as error:
            head = heading("run", str(self.folder), "its record can't be read")
            return head + errors_as_html(error.diagnostics)

    @property
    def _here(self) -> Path:
        """The folder, wherever the working directory has gone since."""
        return self.folder if self.folder.absolute() == self._absolute else self._absolute

    @contextmanager
    def _ready(self) -> Iterator[Reopened]:
        """The run with its model, and the backend as the spec wants it."""
        with alone():
            if self._reopened is None:
                self._reopened = reopen(self._here, self._checkpoint)
                if self._reopened.told is not None:
                    warnings.warn(self._reopened.told, stacklevel=5)
            else:
                prepare(self._reopened.checked)
            yield self._reopened


def _in_short(state: State, history: list[Metrics], metrics: dict[str, Metrics]) -> str:
    reached = f"{state}, {len(history)} {'epoch' if len(history) == 1 else 'epochs'}"
    if not metrics:
        return reached
    part, values = list(metrics.items())[-1]
    shown = ", ".join(f"{visible(name)} {value:.4g}" for name, value in values.items())
    return f"{reached}; {visible(part)}: {shown}"
