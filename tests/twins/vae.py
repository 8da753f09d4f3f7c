"""The twin of `configs/vae.yaml`, a subclass as in Keras's own example of such a model.

Keras can't update a metric inside a layer under JAX: the layer keeps the value in a variable, and
the model averages it.
"""

import keras
from keras import ops


class Sampling(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.seed_generator = keras.random.SeedGenerator()

    def build(self, mean_shape, log_variance_shape):  # noqa: ARG002 - Keras gives both
        self.kl = self.add_weight(
            shape=(), initializer="zeros", trainable=False, autocast=False, name="kl"
        )

    def call(self, mean, log_variance, training=False):
        kl = 0.5 * ops.sum(ops.square(mean) + ops.exp(log_variance) - 1 - log_variance, axis=-1)
        self.add_loss(ops.mean(kl))
        self.kl.assign(ops.mean(kl))
        if not training:
            return mean
        noise = keras.random.normal(ops.shape(mean), seed=self.seed_generator)
        return mean + ops.exp(0.5 * log_variance) * noise


class VAE(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.hidden = keras.layers.Dense(128, activation="gelu")
        self.mean = keras.layers.Dense(2)
        self.log_variance = keras.layers.Dense(2)
        self.sampling = Sampling()
        self.decoder = keras.Sequential(
            [keras.layers.Dense(128, activation="gelu"), keras.layers.Dense(64)]
        )
        self.kl_tracker = keras.metrics.Mean(name="divergence")

    def call(self, pixels, training=False):
        hidden = self.hidden(pixels)
        code = self.sampling(self.mean(hidden), self.log_variance(hidden), training=training)
        return {"drawing": self.decoder(code), "code": code}

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.kl_tracker.update_state(self.sampling.kl)
        return super().compute_loss(x, y, y_pred, sample_weight, training)

    def compute_metrics(self, x, y, y_pred, sample_weight=None):
        return super().compute_metrics(x, y, {"drawing": y_pred["drawing"]}, sample_weight)


def reconstruction(y_true, y_pred):
    return ops.sum(ops.binary_crossentropy(y_true, y_pred, from_logits=True), axis=-1)


def error(y_true, y_pred):
    return ops.mean(ops.abs(y_true - ops.sigmoid(y_pred)), axis=-1)


def make_model():
    model = VAE()
    model(ops.zeros((1, 64)))
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=5e-3),
        loss={"drawing": reconstruction},
        metrics={"drawing": [error]},
    )
    return model


def weights(model):
    decoder, draw = model.decoder.layers
    layers = {
        "encoder": model.hidden,
        "center": model.mean,
        "log_variance": model.log_variance,
        "decoder": decoder,
        "draw": draw,
    }
    found = {
        "sample/seed_generator": model.sampling.seed_generator.state,
        "sample/(divergence)": model.sampling.kl,
    }
    for path, layer in layers.items():
        found |= {f"{path}/kernel": layer.kernel, f"{path}/bias": layer.bias}
    return found
