"""Names what a training has no memory for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import keras

from wtspec.errors.memory import NoMemoryError, memory_for
from wtspec.model.weight_room import bytes_of, name_of
from wtspec.train.feeding.feed import Feed, size_bytes

_SMALLER = "a smaller `batch_size`, or `precision: mixed_bfloat16`"
_ACCUMULATE = "; with `accumulate`, smaller batches make the same updates"


def memory_for_steps(
    what: Callable[[], str], model: keras.Model, feed: Feed, *, updates: bool = False
) -> AbstractContextManager[None]:
    """Round steps over rows.

    Args:
        what: Names them: "step 3 of epoch 1".
        model: Whose steps they are.
        feed: The rows.
        updates: Whether the steps train the model.
    """

    def say(asked: str) -> NoMemoryError:
        rows = min(feed.whole.size, feed.count)
        batch = f"batches of {rows:,} rows, {size_bytes(feed.example):,} bytes"
        weights = f"weights of {_sum(model.weights):,} bytes"
        received, help = f"{batch}; {weights}", _SMALLER
        if updates and model.optimizer is not None:
            received = f"{received}; {_sum(model.optimizer.variables):,} bytes of the optimizer"
            help = f"{_SMALLER}{_ACCUMULATE}"
        place = ("data", "batch_size")
        return NoMemoryError(what(), asked, received=received, help=help, place=place)

    return memory_for(say)


def memory_for_slots(model: keras.Model) -> AbstractContextManager[None]:
    """Round what makes the optimizer's variables."""

    def say(asked: str) -> NoMemoryError:
        trained = model.trainable_weights
        largest = max(trained, key=bytes_of)
        kept = _sum(model.optimizer.variables) if model.optimizer is not None else 0
        received = f"{kept:,} bytes in all; the largest weight is `{name_of(largest)}`"
        what = f"what the optimizer keeps of {len(trained)} weights"
        help = "an optimizer that keeps less: `sgd` keeps nothing, `lion` one value a weight"
        place = ("train", "optimizer")
        return NoMemoryError(what, asked, received=received, help=help, place=place)

    return memory_for(say)


def _sum(variables: list[keras.Variable]) -> int:
    return sum(map(bytes_of, variables))
