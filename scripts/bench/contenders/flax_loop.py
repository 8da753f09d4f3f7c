"""flax.nnx and optax: a loop in Python over `nnx.jit`, its traversal of the model cached."""

# Only `make bench` installs it.
# pyright: reportMissingImports=false

import jax
import numpy as np
import optax
from flax import nnx

from scripts.bench.contenders.turns import Turns, read_task, take_turns
from scripts.bench.models.in_flax import count_params, make_model
from scripts.bench.rows import make_rows


def main() -> None:
    """As flax's guide to performance does."""
    task, turns = read_task(), Turns()
    x, y = make_rows(task.workload, task.steps)
    model = make_model(task.workload, nnx.Rngs(0))
    turns.ready(count_params(model))
    optimizer = nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)
    metrics = nnx.MultiMetric(accuracy=nnx.metrics.Accuracy(), loss=nnx.metrics.Average("loss"))
    step = nnx.cached_partial(_step, model, optimizer, metrics)
    rng = np.random.default_rng(0)

    def epoch() -> tuple[float, float]:
        for rows in rng.permutation(len(x)).reshape(task.steps, -1):
            step(x[rows], y[rows])
        found = metrics.compute()
        metrics.reset()
        return float(found["loss"]), float(found["accuracy"])

    take_turns(turns, epoch)


@nnx.jit(donate_argnums=(0, 1, 2))
def _step(
    model: nnx.Module,
    optimizer: nnx.Optimizer,
    metrics: nnx.MultiMetric,
    x: jax.Array,
    y: jax.Array,
) -> None:
    def loss_of(model: nnx.Module) -> tuple[jax.Array, jax.Array]:
        logits = model(x).astype("float32")
        return optax.softmax_cross_entropy_with_integer_labels(logits, y).mean(), logits

    (loss, logits), gradients = nnx.value_and_grad(loss_of, has_aux=True)(model)
    metrics.update(loss=loss, logits=logits, labels=y)
    optimizer.update(model, gradients)


if __name__ == "__main__":
    main()
