"""What Keras keeps for a whole process, kept out of a build's way and the build out of its."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from random import Random
from threading import get_ident
from types import ModuleType
from typing import Any

from wtspec.model.masks import tracing
from wtspec.model.mesh.born import Births
from wtspec.model.mesh.mesh import Mesh
from wtspec.model.weight_room import WeightRoom

PER_BUILD = (
    "autocast_scope",
    "current_call_ctx",
    "custom_objects_scope_dict",
    "name_scope_stack",
    "object_name_uids",
    "remat_scope_stack",
    "stateless_scope",
    "symbolic_scope",
    "uninitialized_variables",
)
"""Counters, stacks and leftovers: a build begins with none, and leaves none behind."""


@contextmanager
def building(
    module: ModuleType, precision: str, seed: int, mesh: Mesh | None = None
) -> Iterator[None]:
    """Everything round a build: names, dtypes, seeds and classes depend on the spec alone.

    Args:
        module: Its classes are those that Keras finds by their registered names.
        precision: A Keras dtype policy.
        seed: What initial weights and dropout follow from.
        mesh: The devices that the model lies on, which place it; None for a single one.
    """
    import keras

    with ExitStack() as stack:
        stack.enter_context(_own_state())
        stack.enter_context(tracing())
        stack.enter_context(_seeded(seed))
        stack.enter_context(_registered(module))
        stack.enter_context(_initializing(mesh))
        keras.config.set_dtype_policy(precision)
        # Without its frames, Keras's filter would also hide where in the spec a fault lies.
        keras.config.disable_traceback_filtering()
        yield


def registered_classes(module: ModuleType) -> dict[str, type]:
    """A module's layers by the names that Keras has for them."""
    import keras

    own = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
    ]
    return {keras.saving.get_registered_name(one): one for one in own}


@contextmanager
def _registered(module: ModuleType) -> Iterator[None]:
    """Wrappers of Keras clone layers by name, and another file may have registered the same ones.

    Keras's own scope for this ends wherever a scope within it begins.
    """
    import keras

    registry = keras.saving.get_custom_objects()
    kept = dict(registry)
    registry.update(registered_classes(module))
    try:
        yield
    finally:
        registry.update(kept)


@contextmanager
def _own_state() -> Iterator[None]:
    """Keras has no public way to begin anew but `clear_session`, which harms other models."""
    from keras.src.backend.common import global_state

    names = (*PER_BUILD, "dtype_policy", "traceback_filtering")
    tracker = vars(global_state.GLOBAL_STATE_TRACKER)
    kept = {name: tracker.pop(name) for name in names if name in tracker}
    try:
        yield
    finally:
        for name in names:
            tracker.pop(name, None)
        tracker.update(kept)


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Keras draws the seeds of initializers and of dropout from Python's generator.

    It is given another for the while: that one is the whole process's, and other threads draw too.
    """
    from keras.src.random import seed_generator

    kept = seed_generator.python_random
    seed_generator.python_random = _ThreadsOwn(Random(seed), kept)  # noqa: S311 - weights, no secrets
    try:
        yield
    finally:
        seed_generator.python_random = kept


@contextmanager
def _initializing(mesh: Mesh | None) -> Iterator[None]:
    """Keras forgets what made a weight once the weight has a value; here its name stays with it.

    A weight for which there is no memory is named. On a mesh, values are made where they will lie.
    """
    import keras

    kind: Any = keras.Variable
    initialize = kind._initialize_with_initializer  # noqa: SLF001 - nothing public tells it
    room, births = WeightRoom(1 if mesh is None else mesh.own_devices), Births()

    def note(self: Any, initializer: object) -> None:  # noqa: ANN401 - a variable
        self.made_by = type(initializer).__name__
        if mesh is None:
            with room.for_weight(self):
                initialize(self, initializer)
            return
        self._initialize_layout()
        with room.for_weight(self):
            self._initialize(births.value(self, initializer))

    kind._initialize_with_initializer = note  # noqa: SLF001
    try:
        yield
    finally:
        kind._initialize_with_initializer = initialize  # noqa: SLF001


class _ThreadsOwn:
    """A generator for the thread that makes it, and for others what they had."""

    def __init__(self, own: Random, others: Any) -> None:  # noqa: ANN401 - the module `random`
        self._thread = get_ident()
        self._own = own
        self._others = others

    def randint(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        source = self._own if get_ident() == self._thread else self._others
        return source.randint(low, high)
