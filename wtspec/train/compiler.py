"""Compiles programs beside each other, and beside what else there is to do meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import jax

from wtspec.train.state import State

Compiled = Callable[..., tuple[State, Any]]


class Compiler:
    """Traces where it is asked to, and compiles in threads: XLA needs no Python for that."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="compile")

    def start(self, function: Callable[..., tuple[State, Any]], *examples: object) -> Compiled:
        """A function of arguments like the examples, which waits until it is compiled.

        Its first argument, the state, gives its memory to the result.
        """
        lowered = jax.jit(function, donate_argnums=0).lower(*examples)
        waiting: Future[Compiled] = self._pool.submit(lowered.compile)

        def call(*arguments: object) -> tuple[State, Any]:
            return waiting.result()(*arguments)

        return call

    def close(self) -> None:
        """Forgets what was not begun; what was is finished."""
        self._pool.shutdown(wait=False, cancel_futures=True)
