"""The twin of `configs/weight_normalization.yaml`: one layer in place of two."""

import keras
from keras import ops


class WeightNormalizedDense(keras.layers.Dense):
    def build(self, input_shape):
        super().build(input_shape)
        self.length = self.add_weight(name="length", shape=(self.units,), initializer="ones")

    def call(self, x):
        norm = ops.sqrt(ops.sum(ops.square(self.kernel), axis=0))
        y = ops.matmul(x, self.kernel * (self.length / norm)) + self.bias
        return self.activation(y)


def make_model():
    model = keras.Sequential(
        [
            keras.Input((10,)),
            WeightNormalizedDense(32, activation="tanh"),
            WeightNormalizedDense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=3e-3),
        loss=keras.losses.MeanSquaredError(),
        metrics=["mean_absolute_error"],
    )
    return model


def weights(model):
    return {
        f"{path}/{name}": getattr(layer, name)
        for path, layer in zip(("dense", "dense_1"), model.layers, strict=True)
        for name in ("kernel", "bias", "length")
    }
