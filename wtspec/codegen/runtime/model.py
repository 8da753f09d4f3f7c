"""Methods of models."""

# pyright: basic, reportAttributeAccessIssue=false

import keras


class TrainedModel(keras.Model):
    """A model that averages what its layers report, and may lack targets for some outputs."""

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        for layer in self._flatten_layers():
            for name, value in getattr(layer, "reported", {}).items():
                self.trackers[name].update_state(value)
        return super().compute_loss(x, y, y_pred, sample_weight, training)

    def compute_metrics(self, x, y, y_pred, sample_weight=None):
        # Keras's metrics want a target for each output that they are given.
        y_pred = {name: y_pred[name] for name in y}
        return super().compute_metrics(x, y, y_pred, sample_weight)
