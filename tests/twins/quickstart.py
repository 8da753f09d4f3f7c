"""The twin of `configs/quickstart.yaml`."""

import keras


def make_model():
    model = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(
                64, activation="relu", kernel_regularizer=keras.regularizers.L2(1e-4)
            ),
            keras.layers.Dense(10),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=1e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


def weights(model):
    linear, dense = model.layers
    return {
        "linear/kernel": linear.kernel,
        "linear/bias": linear.bias,
        "dense/kernel": dense.kernel,
        "dense/bias": dense.bias,
    }
