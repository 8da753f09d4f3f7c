"""The twin of `configs/custom_layer.yaml`."""

import keras


def make_model():
    model = keras.Sequential(
        [
            keras.Input((784,)),
            keras.layers.Dense(64, activation="relu", kernel_initializer="random_normal"),
            keras.layers.Dense(10),
        ]
    )
    model.compile(
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


def weights(model):
    linear, dense = model.layers
    return {
        "linear/w": linear.kernel,
        "linear/b": linear.bias,
        "dense/kernel": dense.kernel,
        "dense/bias": dense.bias,
    }
