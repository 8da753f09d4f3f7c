"""The twin of `configs/transformer.yaml`: Keras's own layers where it has them."""

import keras
from keras import ops


def rotary(x):
    _, _, length, size = x.shape
    rates = 10000.0 ** (-ops.arange(0, size, 2, dtype="float32") / size)
    angles = ops.expand_dims(ops.arange(length, dtype="float32"), -1) * rates
    x1, x2 = ops.split(x, 2, axis=-1)
    return ops.concatenate(
        [
            x1 * ops.cos(angles) - x2 * ops.sin(angles),
            x1 * ops.sin(angles) + x2 * ops.cos(angles),
        ],
        axis=-1,
    )


class SlidingWindowAttention(keras.layers.Layer):
    def __init__(self, num_heads, window, **kwargs):
        super().__init__(**kwargs)
        self.num_heads = num_heads
        self.window = window

    def build(self, shape):
        dim = shape[-1]
        head_size = dim // self.num_heads

        def kernel(name, *shape):
            return self.add_weight(shape=shape, initializer="random_normal", name=name)

        self.query = kernel("query", dim, self.num_heads, head_size)
        self.key = kernel("key", dim, self.num_heads, head_size)
        self.value = kernel("value", dim, self.num_heads, head_size)
        self.output_kernel = kernel("output", self.num_heads, head_size, dim)

    def call(self, inputs):
        query = rotary(ops.einsum("btd,dhs->bhts", inputs, self.query))
        key = rotary(ops.einsum("btd,dhs->bhts", inputs, self.key))
        value = ops.einsum("btd,dhs->bhts", inputs, self.value)
        scores = query @ ops.swapaxes(key, -1, -2) / query.shape[-1] ** 0.5
        positions = ops.arange(inputs.shape[1])
        distance = ops.expand_dims(positions, -1) - positions
        mask = ops.logical_and(distance >= 0, distance < self.window)
        attended = ops.softmax(ops.where(mask, scores, -1e9)) @ value
        return ops.einsum("bhts,hsd->btd", attended, self.output_kernel)


class Block(keras.layers.Layer):
    def __init__(self, dim, num_heads, window, **kwargs):
        super().__init__(**kwargs)
        self.attention_norm = keras.layers.RMSNormalization()
        self.attention = SlidingWindowAttention(num_heads, window)
        self.feed_forward_norm = keras.layers.RMSNormalization()
        self.gate = keras.layers.Dense(3 * dim, activation="silu", use_bias=False)
        self.up = keras.layers.Dense(3 * dim, use_bias=False)
        self.down = keras.layers.Dense(dim, use_bias=False)

    def call(self, x):
        x = x + self.attention(self.attention_norm(x))
        h = self.feed_forward_norm(x)
        return x + self.down(self.gate(h) * self.up(h))


class Transformer(keras.Model):
    def __init__(self, vocabulary=128, dim=64, num_heads=2, windows=(16, 64), **kwargs):
        super().__init__(**kwargs)
        self.embedding = keras.layers.Embedding(vocabulary, dim)
        self.blocks = [Block(dim, num_heads, window) for window in windows]
        self.norm = keras.layers.RMSNormalization()

    def call(self, tokens):
        x = self.embedding(tokens)
        for block in self.blocks:
            x = block(x)
        return self.norm(x) @ ops.transpose(self.embedding.embeddings)


def bits(y_true, y_pred):
    return ops.sparse_categorical_crossentropy(y_true, y_pred, from_logits=True) / ops.log(2.0)


def make_model(total_steps):
    model = Transformer()
    model(ops.zeros((1, 64), "int32"))
    schedule = keras.optimizers.schedules.CosineDecay(
        0.0, total_steps, warmup_target=4e-3, warmup_steps=40
    )
    model.compile(
        optimizer=keras.optimizers.AdamW(learning_rate=schedule, global_clipnorm=1.0),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", bits],
    )
    return model


def weights(model):
    found = {"embed/embeddings": model.embedding.embeddings, "norm/scale": model.norm.scale}
    for index, block in enumerate(model.blocks):
        attention = block.attention
        several = {
            "attention_norm/scale": block.attention_norm.scale,
            "attention/query": attention.query,
            "attention/key": attention.key,
            "attention/value": attention.value,
            "attention/output": attention.output_kernel,
            "feed_forward_norm/scale": block.feed_forward_norm.scale,
            "feed_forward/gate": block.gate.kernel,
            "feed_forward/up": block.up.kernel,
            "feed_forward/down": block.down.kernel,
        }
        found |= {f"blocks/{index}/{path}": variable for path, variable in several.items()}
    return found
