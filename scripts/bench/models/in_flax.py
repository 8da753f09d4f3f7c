"""The models in flax.nnx."""

# Only `make bench` installs it.
# pyright: reportMissingImports=false

from itertools import pairwise

import jax
import jax.numpy as jnp
from flax import nnx

from scripts.bench.workloads import Decoder, Workload


def make_model(workload: Workload, rngs: nnx.Rngs) -> nnx.Module:
    """The workload's model."""
    if workload.model == "decoder":
        return _Decoder(workload.decoder, jnp.bfloat16 if workload.half else jnp.float32, rngs)
    return {
        "mlp": lambda rngs: _Stack((784, 64), 10, rngs),
        "wide": lambda rngs: _Stack((784, 2048, 2048, 2048, 2048), 10, rngs),
        "residual": _Residual,
        "cnn": _Cnn,
        "gru": _Gru,
    }[workload.model](rngs)


def count_params(model: nnx.Module) -> int:
    """How many numbers its parameters hold."""
    return sum(leaf.size for leaf in jax.tree.leaves(nnx.state(model, nnx.Param)))


class _Stack(nnx.Module):
    def __init__(self, widths: tuple[int, ...], classes: int, rngs: nnx.Rngs) -> None:
        self.hidden = nnx.List([nnx.Linear(*pair, rngs=rngs) for pair in pairwise(widths)])
        self.head = nnx.Linear(widths[-1], classes, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        for layer in self.hidden:
            x = nnx.relu(layer(x))
        return self.head(x)


class _Residual(nnx.Module):
    def __init__(self, rngs: nnx.Rngs) -> None:
        self.blocks = nnx.List([nnx.Linear(64, 64, rngs=rngs) for _ in range(48)])
        self.head = nnx.Linear(64, 10, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        for block in self.blocks:
            x = x + nnx.tanh(block(x))
        return self.head(x)


class _Cnn(nnx.Module):
    def __init__(self, rngs: nnx.Rngs) -> None:
        self.first = nnx.Conv(1, 32, (3, 3), padding="VALID", rngs=rngs)
        self.second = nnx.Conv(32, 64, (3, 3), padding="VALID", rngs=rngs)
        self.dropout = nnx.Dropout(0.5, rngs=rngs)
        self.head = nnx.Linear(1600, 10, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        for convolution in (self.first, self.second):
            x = nnx.max_pool(nnx.relu(convolution(x)), (2, 2), (2, 2))
        return self.head(self.dropout(x.reshape(len(x), -1)))


class _Gru(nnx.Module):
    def __init__(self, rngs: nnx.Rngs) -> None:
        self.rnn = nnx.RNN(_GruCell(16, 64, rngs=rngs), rngs=rngs)
        self.head = nnx.Linear(64, 10, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.head(self.rnn(x)[:, -1])


class _GruCell(nnx.GRUCell):
    """Keras and PyTorch give the state's product a bias too."""

    def __init__(self, features: int, width: int, *, rngs: nnx.Rngs) -> None:
        super().__init__(features, width, rngs=rngs)
        self.dense_h = nnx.Linear(
            width, 3 * width, kernel_init=nnx.initializers.orthogonal(), rngs=rngs
        )


class _Decoder(nnx.Module):
    def __init__(self, sizes: Decoder, dtype: jnp.dtype, rngs: nnx.Rngs) -> None:
        small = nnx.initializers.normal(0.02)
        self.embed = nnx.Embed(
            sizes.vocabulary, sizes.width, embedding_init=small, dtype=dtype, rngs=rngs
        )
        self.positions = nnx.Param(small(rngs.params(), (sizes.tokens, sizes.width)))
        self.blocks = nnx.List([_Block(sizes, dtype, rngs) for _ in range(sizes.depth)])
        self.norm = nnx.LayerNorm(sizes.width, epsilon=1e-5, dtype=dtype, rngs=rngs)

    def __call__(self, ids: jax.Array) -> jax.Array:
        x = self.embed(ids)
        x = x + self.positions[...].astype(x.dtype)
        for block in self.blocks:
            x = block(x)
        return self.embed.attend(self.norm(x))


class _Block(nnx.Module):
    def __init__(self, sizes: Decoder, dtype: jnp.dtype, rngs: nnx.Rngs) -> None:
        width, hidden = sizes.width, sizes.hidden
        self.attention_norm = nnx.LayerNorm(width, epsilon=1e-5, dtype=dtype, rngs=rngs)
        self.attention = nnx.MultiHeadAttention(
            sizes.heads, width, decode=False, dtype=dtype, rngs=rngs
        )
        self.feed_forward_norm = nnx.LayerNorm(width, epsilon=1e-5, dtype=dtype, rngs=rngs)
        self.widen = nnx.Linear(width, hidden, dtype=dtype, rngs=rngs)
        self.narrow = nnx.Linear(hidden, width, dtype=dtype, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        mask = nnx.make_causal_mask(x[..., 0])
        x = x + self.attention(self.attention_norm(x), mask=mask)
        h = nnx.gelu(self.widen(self.feed_forward_norm(x)), approximate=False)
        return x + self.narrow(h)
