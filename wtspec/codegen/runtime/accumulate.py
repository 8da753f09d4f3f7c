"""A training step whose updates take the gradients of several batches."""

# pyright: basic, reportAttributeAccessIssue=false

from operator import itemgetter

import jax
import keras

Model = keras.Model  # given
BATCH_SIZE = 1  # given


class Accumulating(Model):
    """Averages the gradients of several batches, as their rows count."""

    def train_step(self, state, data):
        trainable, non_trainable, slots, metrics = state
        data = keras.utils.unpack_x_y_sample_weight(data)
        rows = len(jax.tree.leaves(data)[0])
        total = [keras.ops.zeros_like(value) for value in trainable]
        gradient = jax.value_and_grad(self.compute_loss_and_updates, has_aux=True)
        for start in range(0, rows, BATCH_SIZE):
            part = slice(start, min(start + BATCH_SIZE, rows))
            x, y, weights = jax.tree.map(itemgetter(part), data)
            (_, found), gradients = gradient(
                trainable,
                non_trainable,
                metrics,
                x,
                y,
                weights,
                training=True,
                optimizer_variables=slots,
            )
            loss, y_pred, non_trainable, metrics = found
            logs, metrics = self._update_metrics_variables(metrics, loss, x, y, y_pred, weights)
            share = (part.stop - start) / rows
            total = [one + share * other for one, other in zip(total, gradients)]
        trainable, slots = self.optimizer.stateless_apply(slots, total, trainable)
        return logs, (trainable, non_trainable, slots, metrics)
