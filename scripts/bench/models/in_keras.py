"""The models in Keras."""

import keras
from keras import ops

from scripts.bench.workloads import Decoder, Workload


def make_model(workload: Workload) -> keras.Model:
    """The workload's model, built."""
    if workload.model == "decoder":
        return _decoder(workload.decoder)
    return {"mlp": _mlp, "cnn": _cnn, "gru": _gru, "wide": _wide, "residual": _residual}[
        workload.model
    ]()


def _mlp() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((784,)),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(10),
        ]
    )


def _cnn() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(32, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(64, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(10),
        ]
    )


def _gru() -> keras.Model:
    return keras.Sequential([keras.Input((64, 16)), keras.layers.GRU(64), keras.layers.Dense(10)])


def _wide() -> keras.Model:
    wide = [keras.layers.Dense(2048, activation="relu") for _ in range(4)]
    return keras.Sequential([keras.Input((784,)), *wide, keras.layers.Dense(10)])


def _residual() -> keras.Model:
    x = inputs = keras.Input((64,))
    for _ in range(48):
        x = x + keras.layers.Dense(64, activation="tanh")(x)
    return keras.Model(inputs, keras.layers.Dense(10)(x))


def _decoder(sizes: Decoder) -> keras.Model:
    model = _DecoderModel(sizes)
    model(ops.zeros((1, sizes.tokens), "int32"))
    return model


class _DecoderModel(keras.Model):
    def __init__(self, sizes: Decoder) -> None:
        super().__init__()
        small = keras.initializers.RandomNormal(stddev=0.02)
        self.embed = keras.layers.ReversibleEmbedding(
            sizes.vocabulary,
            sizes.width,
            embeddings_initializer=small,  # pyright: ignore[reportArgumentType] - too narrow
        )
        self.positions = self.add_weight(
            shape=(sizes.tokens, sizes.width), initializer=small, name="positions"
        )
        self.blocks = [_Block(sizes) for _ in range(sizes.depth)]
        self.norm = keras.layers.LayerNormalization(epsilon=1e-5)

    def call(self, ids: keras.KerasTensor) -> keras.KerasTensor:
        x = self.embed(ids) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.embed(self.norm(x), reverse=True)


class _Block(keras.layers.Layer):
    def __init__(self, sizes: Decoder) -> None:
        super().__init__()
        self.attention_norm = keras.layers.LayerNormalization(epsilon=1e-5)
        self.attention = keras.layers.MultiHeadAttention(sizes.heads, sizes.width // sizes.heads)
        self.feed_forward_norm = keras.layers.LayerNormalization(epsilon=1e-5)
        self.widen = keras.layers.Dense(sizes.hidden, activation="gelu")
        self.narrow = keras.layers.Dense(sizes.width)

    def call(self, x: keras.KerasTensor) -> keras.KerasTensor:
        h = self.attention_norm(x)
        x = x + self.attention(h, h, use_causal_mask=True)
        return x + self.narrow(self.widen(self.feed_forward_norm(x)))
