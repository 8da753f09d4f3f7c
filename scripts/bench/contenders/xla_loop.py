"""The limit: the step's XLA program alone, in one loop on the device that holds the data."""

import jax
import jax.numpy as jnp
import numpy as np

from scripts.bench.contenders.turns import Turns, read_task, take_turns
from scripts.bench.models.in_jax import count_params, make_model
from scripts.bench.models.step import State, make_step, read_metrics, start
from scripts.bench.rows import make_rows


def main() -> None:
    """An epoch is one dispatch, and the reading of its metrics."""
    task, turns = read_task(), Turns()
    x, y = (jax.device_put(rows) for rows in make_rows(task.workload, task.steps))
    params, logits = make_model(task.workload, jax.random.key(0))
    turns.ready(count_params(params))
    step = make_step(logits, half=task.workload.half)
    rng = np.random.default_rng(0)
    state = start(params, jax.random.key(1))

    def take(state: State, rows: jax.Array, x: jax.Array, y: jax.Array) -> State:
        return step(state, x[rows], y[rows])

    def loop(state: State, order: jax.Array, x: jax.Array, y: jax.Array) -> State:
        return jax.lax.fori_loop(0, len(order), lambda i, now: take(now, order[i], x, y), state)

    looped, single = jax.jit(loop, donate_argnums=0), jax.jit(take, donate_argnums=0)

    def epoch() -> tuple[float, float]:
        nonlocal state
        order = jnp.asarray(rng.permutation(len(x)).reshape(task.steps, -1).astype("int32"))
        if _is_slower_in_a_loop(task.workload.model):
            for rows in order:
                state = single(state, rows, x, y)
        else:
            state = looped(state, order, x, y)
        state, means = read_metrics(state, task.steps)
        return means

    take_turns(turns, epoch)


def _is_slower_in_a_loop(model: str) -> bool:
    """XLA's CPU compiler has no fast gradient of a convolution inside a loop."""
    return model == "cnn" and jax.default_backend() == "cpu"


if __name__ == "__main__":
    main()
