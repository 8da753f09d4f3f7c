"""Prints the training step of a script whose updates take the gradients of several batches."""

from __future__ import annotations

from wtspec.codegen.lines import Lines

IMPORT = "import jax"


def accumulating_model(model: str, batch_size: int) -> Lines:
    """A class `Accumulating`, which is given the rows of a whole update at once.

    Args:
        model: The class of the model.
        batch_size: In rows.
    """
    return [
        f"class Accumulating({model}):",
        '    """Averages the gradients of several batches, as their rows count."""',
        "",
        "    def train_step(self, state, data):",
        "        trainable, non_trainable, slots, metrics = state",
        "        data = keras.utils.unpack_x_y_sample_weight(data)",
        "        rows = len(jax.tree.leaves(data)[0])",
        "        total = [keras.ops.zeros_like(value) for value in trainable]",
        "        gradient = jax.value_and_grad(self.compute_loss_and_updates, has_aux=True)",
        f"        for start in range(0, rows, {batch_size}):",
        f"            stop = min(start + {batch_size}, rows)",
        "            x, y, weights = jax.tree.map(lambda array: array[start:stop], data)",
        "            (_, found), gradients = gradient(",
        "                trainable, non_trainable, metrics, x, y, weights,",
        "                training=True, optimizer_variables=slots,",
        "            )",
        "            loss, y_pred, non_trainable, metrics = found",
        "            logs, metrics = self._update_metrics_variables(",
        "                metrics, loss, x, y, y_pred, weights",
        "            )",
        "            share = (stop - start) / rows",
        "            total = [one + share * other for one, other in zip(total, gradients)]",
        "        trainable, slots = self.optimizer.stateless_apply(slots, total, trainable)",
        "        return logs, (trainable, non_trainable, slots, metrics)",
    ]
