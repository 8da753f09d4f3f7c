"""JAX by hand: a loop in Python over a jitted step."""

import jax
import numpy as np

from scripts.bench.contenders.turns import Turns, read_task, take_turns
from scripts.bench.models.in_jax import count_params, make_model
from scripts.bench.models.step import make_step, read_metrics, start
from scripts.bench.rows import make_rows


def main() -> None:
    """Batches are taken in NumPy; the metrics stay on the device until the epoch's end."""
    task, turns = read_task(), Turns()
    x, y = make_rows(task.workload, task.steps)
    params, logits = make_model(task.workload, jax.random.key(0))
    turns.ready(count_params(params))
    step = jax.jit(make_step(logits, half=task.workload.half), donate_argnums=0)
    rng = np.random.default_rng(0)
    state = start(params, jax.random.key(1))

    def epoch() -> tuple[float, float]:
        nonlocal state
        for rows in rng.permutation(len(x)).reshape(task.steps, -1):
            state = step(state, x[rows], y[rows])
        state, means = read_metrics(state, task.steps)
        return means

    take_turns(turns, epoch)


if __name__ == "__main__":
    main()
