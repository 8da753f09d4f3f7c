"""Keras: a model by hand, `compile` and `fit`."""

import keras

from scripts.bench.contenders.turns import Turns, read_task
from scripts.bench.models.in_keras import make_model
from scripts.bench.rows import make_rows


class OneEpochATurn(keras.callbacks.Callback):
    """Waits for its turn between epochs."""

    def __init__(self, turns: Turns) -> None:
        super().__init__()
        self._turns = turns

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Ends a turn, and waits for the next one."""
        del epoch
        logs = logs or {}
        self._turns.done(float(logs["loss"]), float(logs["accuracy"]))
        if not self._turns.wait() and self.model is not None:
            self.model.stop_training = True


def main() -> None:
    """Trains as Keras's own guides do, without a progress bar."""
    task, turns = read_task(), Turns()
    x, y = make_rows(task.workload, task.steps)
    if task.workload.half:
        keras.config.set_dtype_policy("mixed_bfloat16")
    model = make_model(task.workload)
    turns.ready(model.count_params())
    turns.wait()
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=1e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(
        x,
        y,
        batch_size=task.workload.batch_size,
        epochs=task.epochs,
        verbose=0,  # pyright: ignore[reportArgumentType] - Keras's annotation is too narrow
        callbacks=[OneEpochATurn(turns)],
    )


if __name__ == "__main__":
    main()
