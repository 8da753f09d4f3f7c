"""The twin of `configs/finetune.yaml` and of `configs/trunk.yaml`, whose trunk is the same."""

import keras


class LoRADense(keras.layers.Dense):
    """A dense layer with added low-rank weights, of which only these are trained."""

    def __init__(self, units, rank, **kwargs):
        super().__init__(units, **kwargs)
        self.rank = rank

    def build(self, shape):
        super().build(shape)
        self.kernel.trainable = False
        self.bias.trainable = False
        self.a = self.add_weight(shape=(shape[-1], self.rank), initializer="he_normal", name="a")
        self.b = self.add_weight(shape=(self.rank, self.units), initializer="zeros", name="b")

    def call(self, inputs):
        return super().call(inputs) + inputs @ self.a @ self.b


def make_model():
    """The fine-tuned model."""
    model = _chain(lambda name: LoRADense(16, 4, name=name), "new_head")
    for name in ("edges", "corners"):
        model.get_layer(name).trainable = False
    return _compiled(model, 3e-3)


def make_trunk():
    """The model of `configs/trunk.yaml`."""
    return _compiled(_chain(lambda name: keras.layers.Dense(16, name=name), "head"), 1e-3)


def weights(model):
    """Of either model."""
    head = model.layers[-1]
    found = {f"{head.name}/kernel": head.kernel, f"{head.name}/bias": head.bias}
    for name in ("edges", "strokes", "corners", "shapes"):
        layer = model.get_layer(name)
        found |= {f"trunk/{name}/kernel": layer.kernel, f"trunk/{name}/bias": layer.bias}
        if isinstance(layer, LoRADense):
            found |= {f"trunk/{name}/lora_a": layer.a, f"trunk/{name}/lora_b": layer.b}
    return found


def _chain(dense, head):
    def conv(name):
        return keras.layers.Conv2D(16, 3, strides=2, padding="same", activation="relu", name=name)

    return keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            conv("edges"),
            dense("strokes"),
            keras.layers.ReLU(),
            conv("corners"),
            dense("shapes"),
            keras.layers.ReLU(),
            keras.layers.Flatten(),
            keras.layers.Dense(5, name=head),
        ]
    )


def _compiled(model, learning_rate):
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=learning_rate),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model
