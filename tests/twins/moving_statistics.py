"""The twin of `configs/moving_statistics.yaml`, whose layer is one that Keras has."""

import keras


def make_model():
    model = keras.Sequential(
        [
            keras.Input((30,)),
            keras.layers.BatchNormalization(momentum=0.9),
            keras.layers.Dense(16, use_bias=False),
            keras.layers.BatchNormalization(momentum=0.9),
            keras.layers.ReLU(),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=3e-3),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(threshold=0)],
    )
    return model


def weights(model):
    first, hidden, second, _, output = model.layers
    found = {
        "dense/kernel": hidden.kernel,
        "dense_1/kernel": output.kernel,
        "dense_1/bias": output.bias,
    }
    for path, norm in (("moving_norm", first), ("moving_norm_1", second)):
        found |= {
            f"{path}/gamma": norm.gamma,
            f"{path}/beta": norm.beta,
            f"{path}/moving_mean": norm.moving_mean,
            f"{path}/moving_variance": norm.moving_variance,
        }
    return found
