"""`configs/quickstart.yaml` as one writes it in Keras; saves the weights in the folder given."""

import os
import sys
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"

import keras
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

keras.utils.set_random_seed(0)

pixels, labels = load_digits(return_X_y=True)
pixels = pixels.astype("float32") / 16
x, x_held_out, y, y_held_out = train_test_split(pixels, labels, test_size=0.2, random_state=0)
x_validation, x_test, y_validation, y_test = train_test_split(
    x_held_out, y_held_out, test_size=0.5, random_state=0
)

model = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(64, activation="relu", kernel_regularizer=keras.regularizers.L2(1e-4)),
        keras.layers.Dense(10),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=1e-3),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
model.fit(
    x, y, batch_size=32, epochs=10, validation_data=(x_validation, y_validation), verbose="auto"
)
print(model.evaluate(x_validation, y_validation), model.evaluate(x_test, y_test))
model.save_weights(Path(sys.argv[1]) / "quickstart.weights.h5")
