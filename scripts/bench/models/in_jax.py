"""The models in pure JAX: a tree of parameters, and a function from it to logits."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from scripts.bench.workloads import Decoder, Workload

Params = Any
Logits = Callable[[Params, jax.Array, jax.Array], jax.Array]
"""Of parameters, a batch of inputs, and a key for what is random."""


def make_model(workload: Workload, key: jax.Array) -> tuple[Params, Logits]:
    """The workload's initial parameters, and what computes its logits in training."""
    if workload.model == "decoder":
        sizes = workload.decoder
        return _decoder_params(sizes, key), lambda params, x, _: _decoder(params, x, sizes.heads)
    make, logits = {
        "mlp": (lambda key: _stack(key, 784, 64, 10), _relu_stack),
        "wide": (lambda key: _stack(key, 784, 2048, 2048, 2048, 2048, 10), _relu_stack),
        "residual": (lambda key: _stack(key, *[64] * 49, 10), _residual),
        "cnn": (_cnn_params, _cnn),
        "gru": (_gru_params, _gru),
    }[workload.model]
    return make(key), logits


def count_params(params: Params) -> int:
    """How many numbers they hold."""
    return sum(leaf.size for leaf in jax.tree.leaves(params))


def _dense_params(key: jax.Array, *shape: int) -> Params:
    """A kernel of that shape, and a bias for its last axis."""
    return {
        "kernel": jax.nn.initializers.glorot_uniform()(key, shape),
        "bias": jnp.zeros(shape[-1:]),
    }


def _dense(params: Params, x: jax.Array) -> jax.Array:
    return x @ params["kernel"] + params["bias"]


def _stack(key: jax.Array, *widths: int) -> Params:
    keys = jax.random.split(key, len(widths))
    pairs = zip(keys, widths, widths[1:], strict=False)
    return [_dense_params(one, fan_in, fan_out) for one, fan_in, fan_out in pairs]


def _relu_stack(params: Params, x: jax.Array, key: jax.Array) -> jax.Array:
    del key
    *hidden, head = params
    for layer in hidden:
        x = jax.nn.relu(_dense(layer, x))
    return _dense(head, x)


def _residual(params: Params, x: jax.Array, key: jax.Array) -> jax.Array:
    del key
    *blocks, head = params
    for block in blocks:
        x = x + jnp.tanh(_dense(block, x))
    return _dense(head, x)


def _cnn_params(key: jax.Array) -> Params:
    first, second, head = jax.random.split(key, 3)
    return [
        _dense_params(first, 3, 3, 1, 32),
        _dense_params(second, 3, 3, 32, 64),
        _dense_params(head, 1600, 10),
    ]


def _cnn(params: Params, x: jax.Array, key: jax.Array) -> jax.Array:
    *convolutions, head = params
    for layer in convolutions:
        x = jax.lax.conv_general_dilated(
            x, layer["kernel"], (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC")
        )
        x = _halve(jax.nn.relu(x + layer["bias"]))
    x = x.reshape(len(x), -1)
    kept = jax.random.bernoulli(key, 0.5, x.shape)
    return _dense(head, jnp.where(kept, x / 0.5, 0))


def _halve(x: jax.Array) -> jax.Array:
    """The largest of each 2 x 2."""
    return jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")


def _gru_params(key: jax.Array, features: int = 16, width: int = 64) -> Params:
    of_input, of_state, head = jax.random.split(key, 3)
    return {
        "input": _dense_params(of_input, features, 3 * width),
        "state": {
            "kernel": jax.nn.initializers.orthogonal()(of_state, (width, 3 * width)),
            "bias": jnp.zeros(3 * width),
        },
        "head": _dense_params(head, width, 10),
    }


def _gru(params: Params, x: jax.Array, key: jax.Array) -> jax.Array:
    """As in Keras, one product serves the inputs of all steps."""
    del key

    def step(state: jax.Array, now: jax.Array) -> tuple[jax.Array, None]:
        x_update, x_reset, x_new = jnp.split(now, 3, axis=-1)
        h_update, h_reset, h_new = jnp.split(_dense(params["state"], state), 3, axis=-1)
        update = jax.nn.sigmoid(x_update + h_update)
        new = jnp.tanh(x_new + jax.nn.sigmoid(x_reset + h_reset) * h_new)
        return update * state + (1 - update) * new, None

    start = jnp.zeros((len(x), params["state"]["kernel"].shape[0]), x.dtype)
    projected = jnp.swapaxes(_dense(params["input"], x), 0, 1)
    state, _ = jax.lax.scan(step, start, projected)
    return _dense(params["head"], state)


def _decoder_params(sizes: Decoder, key: jax.Array) -> Params:
    small = jax.nn.initializers.normal(0.02)
    embed, positions, *blocks = jax.random.split(key, 2 + sizes.depth)
    return {
        "embed": small(embed, (sizes.vocabulary, sizes.width)),
        "positions": small(positions, (sizes.tokens, sizes.width)),
        "blocks": [_block_params(sizes, one) for one in blocks],
        "norm": _norm_params(sizes.width),
    }


def _block_params(sizes: Decoder, key: jax.Array) -> Params:
    width, hidden = sizes.width, sizes.hidden
    into, out, widen, narrow = jax.random.split(key, 4)
    return {
        "attention_norm": _norm_params(width),
        "query_key_value": _dense_params(into, width, 3 * width),
        "output": _dense_params(out, width, width),
        "feed_forward_norm": _norm_params(width),
        "widen": _dense_params(widen, width, hidden),
        "narrow": _dense_params(narrow, hidden, width),
    }


def _norm_params(width: int) -> Params:
    return {"scale": jnp.ones(width), "bias": jnp.zeros(width)}


def _norm(params: Params, x: jax.Array) -> jax.Array:
    """Layer normalization, in float32 as everyone computes it."""
    wide = x.astype("float32")
    mean = wide.mean(axis=-1, keepdims=True)
    variance = jnp.square(wide - mean).mean(axis=-1, keepdims=True)
    normal = ((wide - mean) * jax.lax.rsqrt(variance + 1e-5)).astype(x.dtype)
    return normal * params["scale"] + params["bias"]


def _decoder(params: Params, ids: jax.Array, heads: int) -> jax.Array:
    x = params["embed"][ids] + params["positions"]
    for block in params["blocks"]:
        x = x + _attend(block, _norm(block["attention_norm"], x), heads)
        h = _dense(block["widen"], _norm(block["feed_forward_norm"], x))
        x = x + _dense(block["narrow"], jax.nn.gelu(h, approximate=False))
    return _norm(params["norm"], x) @ params["embed"].T


def _attend(params: Params, x: jax.Array, heads: int) -> jax.Array:
    batch, tokens, width = x.shape
    split = _dense(params["query_key_value"], x).reshape(batch, tokens, 3, heads, width // heads)
    query, key, value = jnp.moveaxis(split, 2, 0)
    seen = jax.nn.dot_product_attention(query, key, value, is_causal=True)
    return _dense(params["output"], seen.reshape(batch, tokens, width))
