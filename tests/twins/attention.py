"""The twin of `configs/attention.yaml`: Keras's own attention has no temperature to learn."""

import keras
from keras import ops


class Between(keras.constraints.Constraint):
    def __init__(self, low, high):
        self.low = low
        self.high = high

    def __call__(self, w):
        return ops.clip(w, self.low, self.high)


class Attention(keras.layers.Layer):
    def __init__(self, num_heads, head_size, **kwargs):
        super().__init__(**kwargs)
        self.num_heads = num_heads
        self.head_size = head_size

    def build(self, shape):
        dim = shape[-1]
        self.query, self.key, self.value = (
            self.add_weight(
                shape=(dim, self.num_heads, self.head_size),
                initializer=keras.initializers.RandomNormal(stddev=dim**-0.5),
                name=name,
            )
            for name in ("query", "key", "value")
        )
        self.output_kernel = self.add_weight(
            shape=(self.num_heads, self.head_size, dim), initializer="zeros", name="output"
        )
        self.temperature = self.add_weight(
            shape=(self.num_heads, 1, 1),
            initializer=keras.initializers.Constant(self.head_size**0.5),
            constraint=Between(0.5, 20),
            name="temperature",
        )

    def call(self, inputs):
        query, key, value = (
            ops.einsum("btd,dhs->bhts", inputs, kernel)
            for kernel in (self.query, self.key, self.value)
        )
        scores = ops.einsum("bhqs,bhks->bhqk", query, key) / self.temperature
        attended = ops.einsum("bhqk,bhks->bhqs", ops.softmax(scores), value)
        return ops.einsum("bhqs,hsd->bqd", attended, self.output_kernel)


class AddPosition(keras.layers.Layer):
    def build(self, shape):
        self.embedding = self.add_weight(
            shape=shape[1:],
            initializer=keras.initializers.RandomNormal(stddev=0.1),
            name="embedding",
        )

    def call(self, inputs):
        return inputs + self.embedding


def make_model():
    inputs = keras.Input((8, 8))
    x = keras.layers.Dense(32, name="embed")(inputs)
    x = AddPosition(name="position")(x)
    for index in range(2):
        x = keras.layers.add([x, Attention(4, 8, name=f"attention_{index}")(x)])
    x = keras.layers.LayerNormalization(name="norm")(x)
    x = keras.layers.GlobalAveragePooling1D()(x)
    model = keras.Model(inputs, keras.layers.Dense(10, name="head")(x))
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=3e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


def weights(model):
    found = {"position": model.get_layer("position").embedding}
    for name in ("embed", "head"):
        layer = model.get_layer(name)
        found |= {f"{name}/kernel": layer.kernel, f"{name}/bias": layer.bias}
    norm = model.get_layer("norm")
    found |= {"norm/gamma": norm.gamma, "norm/beta": norm.beta}
    for index in range(2):
        attention = model.get_layer(f"attention_{index}")
        found |= {
            f"blocks/{index}/wq": attention.query,
            f"blocks/{index}/wk": attention.key,
            f"blocks/{index}/wv": attention.value,
            f"blocks/{index}/wo": attention.output_kernel,
            f"blocks/{index}/temperature": attention.temperature,
        }
    return found
