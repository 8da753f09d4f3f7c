"""Measures a compiled model on rows."""

from __future__ import annotations

import keras

from wtspec.train.dispatch import Seen, run_epoch
from wtspec.train.feed import IN_ORDER, Feed
from wtspec.train.numbers import Metrics
from wtspec.train.pace import Pace
from wtspec.train.program import Program, make_program
from wtspec.train.rows import Rows
from wtspec.train.state import State, put_state, take_state
from wtspec.train.step import Parts, measuring_step


class Measurer:
    """Measures one model, again and again.

    Rows that it has seen before lie on the device, and the program for them is compiled.
    """

    def __init__(self, model: keras.Model, batch_size: int) -> None:
        self._model = model
        self._batch_size = batch_size
        self._feeds: dict[int, tuple[Rows, Feed]] = {}
        self._programs: dict[Parts, Program] = {}

    def measure(self, rows: Rows) -> Metrics:
        """The loss and the metrics over all the rows, the short last batch as it is."""
        model, feed = self._model, self._feed(rows)
        build_metrics(model, feed)
        model.reset_metrics()
        found: Metrics = {}

        def look(seen: Seen) -> State:
            found.update(seen.metrics)
            return seen.state

        state = take_state(model)
        slots = state.optimizer  # which no program for measuring needs
        program = self._program(feed)
        steps = feed.steps + (feed.short.rows > 0)
        state = run_epoch(program, feed, 0, steps, state._replace(optimizer=[]), Pace(), look)
        put_state(model, state._replace(optimizer=slots))
        return {"loss": found["loss"], **found}

    def _feed(self, rows: Rows) -> Feed:
        if id(rows) not in self._feeds:
            self._feeds[id(rows)] = (rows, Feed(rows, IN_ORDER, self._batch_size))
        return self._feeds[id(rows)][1]

    def _program(self, feed: Feed) -> Program:
        if feed.short not in self._programs:
            made = make_program(self._model, measuring_step, feed.whole, feed.short)
            self._programs[feed.short] = made
        return self._programs[feed.short]


def measure(model: keras.Model, rows: Rows, batch_size: int) -> Metrics:
    """The same, once."""
    return Measurer(model, batch_size).measure(rows)


def build_metrics(model: keras.Model, feed: Feed) -> None:
    """Makes the variables of metrics and of the optimizer, which need the shapes of rows."""
    model._symbolic_build(data_batch=feed.example)  # noqa: SLF001 - as Keras's `fit` does
