"""The twin of `configs/spectral_normalization.yaml`: one layer in place of two."""

import keras
from keras import ops


class SpectralDense(keras.layers.Dense):
    def build(self, input_shape):
        super().build(input_shape)
        self.u = self.add_weight(
            name="u",
            shape=(1, self.units),
            initializer=keras.initializers.TruncatedNormal(stddev=0.02),
            trainable=False,
        )

    def call(self, x, training=False):
        right = ops.normalize(self.u @ ops.transpose(self.kernel), axis=None)
        left = ops.normalize(right @ self.kernel, axis=None)
        left, right = ops.stop_gradient(left), ops.stop_gradient(right)
        if training:
            self.u.assign(left)
        largest = right @ self.kernel @ ops.transpose(left)
        return ops.matmul(x, self.kernel / largest) + self.bias


def make_model():
    model = keras.Sequential(
        [
            keras.Input((64,)),
            SpectralDense(64),
            keras.layers.ReLU(),
            SpectralDense(64),
            keras.layers.ReLU(),
            keras.layers.Dense(10),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=3e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


def weights(model):
    first, _, second, _, last = model.layers
    found = {"dense_2/kernel": last.kernel, "dense_2/bias": last.bias}
    for path, layer in (("dense", first), ("dense_1", second)):
        found |= {f"{path}/kernel": layer.kernel, f"{path}/bias": layer.bias, f"{path}/u": layer.u}
    return found
