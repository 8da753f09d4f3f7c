"""Metrics of formulas."""

# pyright: basic

import keras
from keras import ops


class RowMetric(keras.metrics.MeanMetricWrapper):
    """The mean of a function whose targets and outputs have one rank, as in Keras's losses."""

    def update_state(self, y_true, y_pred, sample_weight=None):
        rank = len(y_pred.shape)
        if len(y_true.shape) == rank - 1 and y_pred.shape[-1] == 1:
            if rank == 2:
                y_true = ops.expand_dims(y_true, -1)
            else:
                y_pred = ops.squeeze(y_pred, -1)
        elif len(y_true.shape) == rank + 1 and y_true.shape[-1] == 1:
            if rank == 1:
                y_pred = ops.expand_dims(y_pred, -1)
            else:
                y_true = ops.squeeze(y_true, -1)
        return super().update_state(y_true, y_pred, sample_weight)
