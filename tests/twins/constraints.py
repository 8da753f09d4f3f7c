"""The twin of `configs/constraints.yaml`: built-in layers with regularizers and constraints."""

import keras
from keras import ops


class Between(keras.constraints.Constraint):
    def __init__(self, low, high):
        self.low = low
        self.high = high

    def __call__(self, w):
        return ops.clip(w, self.low, self.high)


class RightAngles(keras.regularizers.Regularizer):
    def __init__(self, factor):
        self.factor = factor

    def __call__(self, w):
        gram = ops.matmul(ops.transpose(w), w)
        return self.factor * ops.sum(ops.square(gram - ops.eye(w.shape[1])))


class Cosine(keras.layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(
            shape=(shape[-1], 10),
            initializer="glorot_uniform",
            constraint=keras.constraints.UnitNorm(axis=0),
            name="kernel",
        )
        self.scale = self.add_weight(
            shape=(),
            initializer=keras.initializers.Constant(10.0),
            constraint=Between(1, 30),
            name="scale",
        )

    def call(self, inputs):
        return ops.matmul(ops.normalize(inputs), self.kernel) * self.scale


class Parts(keras.layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(
            shape=(shape[-1], 32),
            initializer=keras.initializers.RandomUniform(0, 0.2),
            regularizer=keras.regularizers.L1(1e-4),
            constraint=keras.constraints.NonNeg(),
            name="kernel",
        )
        self.threshold = self.add_weight(
            shape=(32,), initializer="zeros", constraint=Between(0, 1), name="threshold"
        )

    def call(self, inputs):
        return ops.relu(ops.matmul(inputs, self.kernel) - self.threshold)


def make_model():
    mix = keras.layers.Dense(
        16,
        use_bias=False,
        kernel_initializer="orthogonal",
        kernel_regularizer=RightAngles(1e-3),
        kernel_constraint=keras.constraints.MaxNorm(2),
    )
    model = keras.Sequential([keras.Input((64,)), Parts(), mix, Cosine()])
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=3e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


def weights(model):
    parts, mix, cosine = model.layers
    return {
        "parts/parts": parts.kernel,
        "parts/threshold": parts.threshold,
        "mix/mixing": mix.kernel,
        "directions/directions": cosine.kernel,
        "directions/sharpness": cosine.scale,
    }
