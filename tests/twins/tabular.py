"""The twin of `configs/tabular.yaml`, a functional model with Keras's own embedding."""

import keras


def make_model(islands=4, species=4):
    measures = keras.Input((4,), name="measures")
    sex = keras.Input((3,), name="sex")
    island = keras.Input((), dtype="int32", name="island")
    embedding = keras.layers.Embedding(islands, 4, name="islands")(island)
    x = keras.layers.Concatenate()([measures, sex, embedding])
    x = keras.layers.Dense(32, activation="relu", name="hidden")(x)
    x = keras.layers.Dropout(0.1, name="drop")(x)
    outputs = keras.layers.Dense(species - 1, name="species")(x)
    model = keras.Model({"measures": measures, "sex": sex, "island": island}, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=3e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        weighted_metrics=["accuracy"],
    )
    return model


def weights(model):
    hidden, species = model.get_layer("hidden"), model.get_layer("species")
    return {
        "islands": model.get_layer("islands").embeddings,
        "hidden/kernel": hidden.kernel,
        "hidden/bias": hidden.bias,
        "drop/seed_generator": model.get_layer("drop").seed_generator.state,
        "species/kernel": species.kernel,
        "species/bias": species.bias,
    }
