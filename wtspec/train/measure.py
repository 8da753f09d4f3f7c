"""Measures a compiled model on rows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import jax
import keras

from wtspec.data.rows import Rows
from wtspec.model.masks import tracing
from wtspec.model.mesh.mesh import Mesh, placed
from wtspec.model.processes.agree import slowest
from wtspec.train.compiled_steps import CompiledSteps, compile_steps
from wtspec.train.compiler import Compiler
from wtspec.train.dispatch import Seen, run_epoch
from wtspec.train.feeding.feed import IN_ORDER, Feed
from wtspec.train.memory import memory_for_steps
from wtspec.train.numbers import Metrics
from wtspec.train.pace import Pace
from wtspec.train.state import TrainState, put_state, shape_state, take_state
from wtspec.train.step import measuring_step


class Measurer:
    """Measures one model, again and again.

    Attributes:
        compiler: Of the programs; a training's are compiled beside them.
    """

    def __init__(
        self,
        model: keras.Model,
        batch_size: int,
        parts: Sequence[Rows] = (),
        *,
        mesh: Mesh | None = None,
        rewrite_for_cpu: bool = True,
        check: Callable[[], None] | None = None,
        meet: Callable[[float], float] = slowest,
    ) -> None:
        """Copies nothing to the device yet.

        Args:
            model: Built and compiled.
            batch_size: In rows.
            parts: Rows that will be measured.
            mesh: The devices that the model lies on; None for a single one.
            rewrite_for_cpu: Whether steps are rewritten so that a CPU runs them faster.
            check: Is called now and then, and may end the measuring by an exception.
            meet: Is called before that; see `Pace`.
        """
        self._check = check
        self._meet = meet
        self.compiler = Compiler(mesh, rewrite_for_cpu=rewrite_for_cpu)
        self._model = model
        self._batch_size = batch_size
        self._ready: dict[int, tuple[Rows, Feed, CompiledSteps]] = {}
        self._compiled: dict[Hashable, CompiledSteps] = {}
        self._parts = parts

    def prepare(self) -> None:
        """Begins to compile what the parts need."""
        for rows in self._parts:
            self._prepared(rows)

    def measure(self, rows: Rows) -> Metrics:
        """The loss and the metrics over all the rows, the short last batch as it is."""
        model = self._model
        feed, compiled = self._prepared(rows)
        model.reset_metrics()
        state, steps = take_state(model), feed.steps + (feed.short.rows > 0)
        latest: list[Seen] = []

        def look(seen: Seen) -> TrainState:
            latest[:] = [seen]
            if self._check is not None:
                self._check()
            return seen.state

        try:
            with memory_for_steps(lambda: f"measuring {rows.count:,} rows", model, feed):
                run_epoch(compiled, feed, 0, steps, _measured(state), Pace(self._meet), look)
        finally:
            if latest:  # each dispatch takes the memory of the state before it
                put_state(model, latest[0].state._replace(optimizer=state.optimizer))
        metrics = latest[0].metrics
        return {"loss": metrics["loss"], **metrics}

    def _prepared(self, rows: Rows) -> tuple[Feed, CompiledSteps]:
        if id(rows) not in self._ready:
            feed = Feed(rows, IN_ORDER, self._batch_size, mesh=self.compiler.mesh)
            build_metrics(self._model, feed, self.compiler.mesh)
            self._ready[id(rows)] = (rows, feed, self._steps(feed))
        return self._ready[id(rows)][1:]

    def _steps(self, feed: Feed) -> CompiledSteps:
        """Parts of as many rows share theirs."""
        leaves, structure = jax.tree.flatten(feed.shapes)
        key = (*leaves, structure, feed.whole, feed.short, feed.steps > 0)
        if key not in self._compiled:
            state = _measured(shape_state(self._model))
            with memory_for_steps(lambda: "measuring a batch", self._model, feed):
                self._compiled[key] = compile_steps(
                    self.compiler, self._model, measuring_step, state, feed
                )
        return self._compiled[key]


def measure(
    model: keras.Model,
    rows: Rows,
    batch_size: int,
    *,
    mesh: Mesh | None = None,
    rewrite_for_cpu: bool = True,
) -> Metrics:
    """The same, once."""
    measurer = Measurer(model, batch_size, mesh=mesh, rewrite_for_cpu=rewrite_for_cpu)
    try:
        return measurer.measure(rows)
    finally:
        measurer.compiler.close()


def _measured(state: TrainState) -> TrainState:
    """Without what no measuring needs."""
    return state._replace(optimizer=[])


def build_metrics(model: keras.Model, feed: Feed, mesh: Mesh | None) -> None:
    """Makes the variables of metrics and of the optimizer, which need the shapes of rows."""
    with tracing(), placed(mesh):
        model._symbolic_build(data_batch=feed.example)  # noqa: SLF001 - as Keras's `fit` does
