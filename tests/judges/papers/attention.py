"""What papers say of attention, written position by position."""

import numpy as np

from tests.judges.papers.paper import paper, sigmoid, softmax

SHAPES = {"x": (2, 6, 8)}


def divide(x, heads):
    """[batch, time, heads * size] → a list of heads."""
    return np.split(x, heads, axis=-1)


def attend(q, k, v):
    return softmax(q @ np.swapaxes(k, 1, 2) / np.sqrt(q.shape[-1])) @ v


def rotate(x, base=10000.0):
    """Multiplies each pair of features, as a complex number, by e^{i t θ}."""
    pairs = x[..., 0::2] + 1j * x[..., 1::2]
    size = x.shape[-1]
    theta = np.array([base ** (-2 * i / size) for i in range(size // 2)])
    turned = pairs * np.exp(1j * np.arange(x.shape[1])[:, None] * theta)
    out = np.empty_like(x)
    out[..., 0::2], out[..., 1::2] = turned.real, turned.imag
    return out


@paper("attention/RotaryAttention", SHAPES, heads=2)
def rotary(w, x, heads):
    q, k, v = (divide(x @ w[name], heads) for name in ("wq", "wk", "wv"))
    seen = [attend(rotate(a), rotate(b), c) for a, b, c in zip(q, k, v, strict=True)]
    return np.concatenate(seen, axis=-1) @ w["wo"]


@paper("attention/GroupedQuery", SHAPES, heads=4, groups=2)
def grouped_query(w, x, heads, groups):
    q, k, v = divide(x @ w["wq"], heads), divide(x @ w["wk"], groups), divide(x @ w["wv"], groups)
    shared = heads // groups
    seen = [attend(q[h], k[h // shared], v[h // shared]) for h in range(heads)]
    return np.concatenate(seen, axis=-1) @ w["wo"]


@paper("attention/AlibiAttention", SHAPES, heads=2)
def alibi(w, x, heads):
    q, k, v = np.split(x @ w["kernel"], 3, axis=-1)
    size, time = x.shape[-1] // heads, x.shape[1]
    out = np.zeros_like(v)
    for h in range(heads):
        part = slice(h * size, (h + 1) * size)
        slope = 2 ** (-8 * (h + 1) / heads)
        for t in range(time):
            scores = np.einsum("bd,bsd->bs", q[:, t, part], k[:, : t + 1, part]) / np.sqrt(size)
            scores += slope * (np.arange(t + 1) - t)
            out[:, t, part] = np.einsum("bs,bsd->bd", softmax(scores), v[:, : t + 1, part])
    return out


def elu1(x):
    return np.where(x > 0, x + 1, np.exp(x))


@paper("attention/LinearAttention", SHAPES, causal=True)
def causal_linear(w, x, causal):
    q, k, v = elu1(x @ w["wq"]), elu1(x @ w["wk"]), x @ w["wv"]
    out = np.zeros_like(v)
    for t in range(x.shape[1]):
        weights = np.einsum("bd,bsd->bs", q[:, t], k[:, : t + 1])
        out[:, t] = np.einsum("bs,bsd->bd", weights / weights.sum(1, keepdims=True), v[:, : t + 1])
    return out


@paper("attention/LinearAttention", SHAPES)
def linear(w, x):
    weights = elu1(x @ w["wq"]) @ np.swapaxes(elu1(x @ w["wk"]), 1, 2)
    return weights / weights.sum(-1, keepdims=True) @ (x @ w["wv"])


@paper("attention/Performer", {"q": (2, 4, 8), "k": (2, 5, 8), "v": (2, 5, 3)}, features=16)
def performer(w, q, k, v, features):
    def phi(x):
        x = x / q.shape[-1] ** 0.25
        return np.exp(x @ w["projection"] - (x**2).sum(-1, keepdims=True) / 2) / np.sqrt(features)

    weights = phi(w["scale"] * q) @ np.swapaxes(phi(k), 1, 2)
    return weights / weights.sum(-1, keepdims=True) @ v


@paper("attention/TalkingHeads", SHAPES, heads=2)
def talking_heads(w, x, heads):
    q, k, v = (divide(part, heads) for part in np.split(x @ w["kernel"], 3, axis=-1))
    size = x.shape[-1] // heads
    scores = [a @ np.swapaxes(b, 1, 2) / np.sqrt(size) for a, b in zip(q, k, strict=True)]
    mixed = [sum(scores[h] * w["before"][h, g] for h in range(heads)) for g in range(heads)]
    weights = [softmax(one) for one in mixed]
    mixed = [sum(weights[h] * w["after"][h, g] for h in range(heads)) for g in range(heads)]
    return np.concatenate([a @ b for a, b in zip(mixed, v, strict=True)], axis=-1)


@paper("attention/CosineAttention", SHAPES)
def cosine(w, x):
    q, k, v = np.split(x @ w["kernel"], 3, axis=-1)
    q, k = (one / np.linalg.norm(one, axis=-1, keepdims=True) for one in (q, k))
    return softmax(w["temperature"] * (q @ np.swapaxes(k, 1, 2))) @ v


@paper("attention/Retention", SHAPES, decay=0.8)
def retention(w, x, decay):
    """The recurrent form: S = decay S + k v, and o = q S."""
    q, k, v = x @ w["wq"], x @ w["wk"], x @ w["wv"]
    state, out = np.zeros((x.shape[0], k.shape[-1], v.shape[-1])), np.zeros_like(v)
    for t in range(x.shape[1]):
        state = decay * state + k[:, t, :, None] * v[:, t, None, :]
        out[:, t] = np.einsum("bk,bkv->bv", q[:, t], state)
    return out


@paper("attention/AttentionFree", SHAPES)
def attention_free(w, x):
    weights = np.exp(x @ w["wk"])
    average = (weights * (x @ w["wv"])).sum(1, keepdims=True) / weights.sum(1, keepdims=True)
    return sigmoid(x @ w["wq"]) * average


@paper("attention/InducedSetAttention", SHAPES, points=3)
def induced_set(w, x, points):
    points = np.broadcast_to(w["inducing"], (len(x), *w["inducing"].shape))
    scale = np.sqrt(x.shape[-1])
    summary = softmax(points @ np.swapaxes(x, 1, 2) / scale) @ x @ w["first"]
    return x + softmax(x @ np.swapaxes(summary, 1, 2) / scale) @ summary @ w["second"]
