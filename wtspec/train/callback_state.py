"""What callbacks note while a training goes on: taken from them, and given back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import keras
import numpy as np

from wtspec.train.held_weights import KINDS, held_like
from wtspec.train.snapshot import Scalar

if TYPE_CHECKING:
    from wtspec.model.mesh.parts import Source

_GIVEN = ("_model", "params", "validation_data", "_params")
"""What Keras gives every callback."""

Noted = Mapping[str, Scalar]


class CallbackState:
    """The attributes of callbacks that changed since the training began.

    So every callback is served, and none has its settings replaced by those of an earlier run.
    """

    def __init__(
        self, callbacks: Sequence[keras.callbacks.Callback], weight_names: Sequence[str]
    ) -> None:
        """Looks at callbacks that were told that the training begins.

        Args:
            callbacks: Those of the spec.
            weight_names: Of the model's weights in Keras's order, in which callbacks keep them.
        """
        for callback in callbacks:
            _decide(callback)
        self._callbacks = callbacks
        self._names = weight_names
        self._fresh = [dict(vars(one)) for one in callbacks]

    def take(self) -> tuple[tuple[Noted, ...], dict[str, Source]]:
        """Numbers and texts by attribute, for each callback; arrays by name."""
        noted: list[Noted] = []
        arrays: dict[str, Source] = {}
        for at, (callback, fresh) in enumerate(zip(self._callbacks, self._fresh, strict=True)):
            changed = _changed(vars(callback), fresh)
            noted.append({name: one for name, one in changed.items() if not _is_list(one)})
            for name, one in changed.items():
                if _is_list(one):
                    prefix = f"callbacks/{at}/{name}"
                    arrays |= zip(self._array_names(prefix, len(one)), one, strict=True)
        return tuple(noted), arrays

    def give(
        self,
        noted: Sequence[Noted],
        arrays: Mapping[str, Source],
        weights: Sequence[keras.Variable],
    ) -> None:
        """Sets what `take` gave; what a callback does not have is left out.

        Args:
            noted: Numbers and texts.
            arrays: Of all callbacks.
            weights: The model's, in Keras's order; what is kept of them lies in parts as they do.
        """
        for at, (callback, one) in enumerate(zip(self._callbacks, noted, strict=False)):
            for name in one.keys() & vars(callback).keys():
                setattr(callback, name, one[name])
            for name, value in vars(callback).items():
                whole = self._array_names(f"callbacks/{at}/{name}", len(self._names))
                if value is None and whole and whole[0] in arrays:
                    kept = zip(weights, (arrays[one] for one in whole), strict=True)
                    setattr(callback, name, [held_like(*pair) for pair in kept])

    def _array_names(self, prefix: str, count: int) -> list[str]:
        if count == len(self._names):
            return [f"{prefix}/{name}" for name in self._names]
        return [f"{prefix}/{at}" for at in range(count)]


def _decide(callback: Any) -> None:  # noqa: ANN401 - of any class
    """Has a callback find out whether more of its metric is better, as it would at first need.

    It turns the sign of its `min_delta` by that, once; what is given back must come after it.
    """
    if getattr(callback, "monitor_op", ...) is None:
        callback._set_monitor_op()  # noqa: SLF001 - Keras's own, in each callback that monitors


def _changed(now: Mapping[str, object], fresh: Mapping[str, object]) -> dict[str, Any]:
    """What can be kept of it: numbers, texts, and lists of arrays."""
    kept: dict[str, Any] = {}
    for name, value in now.items():
        plain = value.item() if isinstance(value, np.generic) else value
        is_kept = isinstance(plain, bool | int | float | str | None) or _is_list(plain)
        if is_kept and name not in _GIVEN and not _same(plain, fresh.get(name, ...)):
            kept[name] = plain
    return kept


def _same(one: object, other: object) -> bool:
    return one is other or (not _is_list(one) and type(one) is type(other) and one == other)


def _is_list(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(x, KINDS) for x in value)
