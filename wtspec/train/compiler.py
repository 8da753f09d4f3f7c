"""Compiles programs beside each other, and beside what else there is to do meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Any

import jax
from jax.extend.core import jaxpr_as_fun

from wtspec.cpu import for_cpu, slow_in_loops
from wtspec.model.masks import tracing
from wtspec.model.mesh.mesh import Mesh, placed
from wtspec.model.processes.agree import all_say
from wtspec.train.program_room import check_room, check_sizes
from wtspec.train.state import TrainState

Function = Callable[..., tuple[TrainState, Any]]


_CPU_OPTIONS: dict[str, str | bool] = {
    # Else each weight is copied in every step, before it is updated in its place.
    "xla_cpu_copy_insertion_use_region_analysis": True,
}


class Compiler:
    """Traces where it is asked to, and compiles in threads: XLA needs no Python for that.

    Attributes:
        mesh: The devices that programs run on; None for a single one.
    """

    def __init__(self, mesh: Mesh | None = None, *, rewrite_for_cpu: bool = True) -> None:
        """Starts nothing yet.

        Args:
            mesh: The devices that programs run on; None for a single one.
            rewrite_for_cpu: Whether steps are rewritten so that a CPU runs them faster; those for
                several devices are not.
        """
        self.mesh = mesh
        self._pool = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="compile")
        self._is_cpu = jax.default_backend() == "cpu"
        self._rewrites = self._is_cpu and rewrite_for_cpu and mesh is None

    def trace(self, function: Function, *examples: object) -> jax.stages.Traced:
        """A function of arguments like the examples, as a program.

        Its first argument, the state, will give its memory to the result. On a mesh the state lies
        afterwards as before, and every device has all else that comes of it.
        """
        where = None if self.mesh is None else (_lies(examples[0]), self.mesh.everywhere)
        with tracing(), placed(self.mesh):
            traced = jax.jit(function, donate_argnums=0, out_shardings=where).trace(*examples)
        check_sizes(traced.jaxpr.jaxpr)
        rewritten = for_cpu(traced.jaxpr) if self._rewrites else traced.jaxpr
        if rewritten is traced.jaxpr:
            return traced
        result = jax.tree.structure(traced.out_info)

        def call(*arguments: object) -> object:
            return jax.tree.unflatten(result, jaxpr_as_fun(rewritten)(*jax.tree.leaves(arguments)))

        return jax.jit(call, donate_argnums=0).trace(*examples)

    def start(self, traced: jax.stages.Traced) -> Callable[..., Any]:
        """A function that waits until the program is compiled, and runs it.

        At its first call, processes wait until all of them have it: else those that are done would
        wait in the program itself, which takes half a minute for a failure.
        """
        options = _CPU_OPTIONS if self._is_cpu else None
        waiting: Future[Callable[..., Any]] = self._pool.submit(
            _compile, traced.lower(), options, 1 if self.mesh is None else self.mesh.own_devices
        )

        @cache
        def compiled() -> Callable[..., Any]:
            program = waiting.result()
            all_say(True)
            return program

        def call(*arguments: object) -> object:
            return compiled()(*arguments)

        return call

    def is_slow(self, traced: jax.stages.Traced) -> bool:
        """Whether a loop runs many times slower than its steps do by themselves."""
        return self._is_cpu and slow_in_loops(traced.jaxpr)

    def close(self) -> None:
        """Forgets what was not begun; what was is finished."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _lies(state: object) -> object:
    return jax.tree.map(lambda one: one.sharding, state)


def _compile(
    lowered: jax.stages.Lowered, options: dict[str, str | bool] | None, devices: int
) -> Callable[..., Any]:
    """Compiled with the options, if XLA has them; they change how fast it is and no number."""
    try:
        program = lowered.compile(compiler_options=options)
    except jax.errors.JaxRuntimeError as error:
        if options is None or "No such compile option" not in str(error):
            raise
        program = lowered.compile()
    check_room(program, devices)
    return program
