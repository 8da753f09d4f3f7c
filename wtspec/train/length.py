"""How long a training is, counted in updates of the weights. Free of Keras."""

from __future__ import annotations

from dataclasses import dataclass

from wtspec.data.batches import batch_count


@dataclass(frozen=True, slots=True)
class Length:
    """The numbers that schedules and the loop go by.

    Attributes:
        batch_size: In rows.
        train_rows: How many there are to train on.
        steps_per_epoch: Updates in a whole epoch.
        total_steps: Updates in all; the last epoch is cut short where they are no multiple.
        accumulate: Batches whose gradients make one update.
    """

    batch_size: int
    train_rows: int
    steps_per_epoch: int
    total_steps: int
    accumulate: int = 1

    @property
    def epochs(self) -> int:
        """Epochs begun."""
        return -(-self.total_steps // self.steps_per_epoch)


def training_length(
    rows: int,
    batch_size: int,
    accumulate: int = 1,
    *,
    drop_remainder: bool,
    epochs: int | None,
    steps: int | None,
) -> Length:
    """The length of a training of so many epochs or steps.

    Args:
        rows: To train on, at least one step of them.
        batch_size: In rows.
        accumulate: Batches whose gradients make one update.
        drop_remainder: Whether the short last step of an epoch is left out.
        epochs: How often each row is seen, if `steps` is None.
        steps: How often the weights are updated.
    """
    per_epoch = batch_count(rows, batch_size * accumulate, drop_remainder)
    total = steps if steps is not None else (epochs or 1) * per_epoch
    return Length(batch_size, rows, per_epoch, total, accumulate)
