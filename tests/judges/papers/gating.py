"""What papers say of gates, experts and feed-forward layers."""

import numpy as np

from tests.judges.papers.paper import (
    dense,
    gelu,
    layer_norm,
    paper,
    relu,
    sigmoid,
    silu,
    softmax,
)


@paper("gating/GLU", {"x": (3, 4, 5)}, units=6)
def glu(w, x, units):
    y = x @ w["kernel"] + w["bias"]
    return y[..., :units] * sigmoid(y[..., units:])


@paper("gating/SwiGLU", {"x": (3, 4, 5)}, inner=7)
def swiglu(w, x, inner):
    return (silu(x @ w["gate"]) * (x @ w["up"])) @ w["down"]


@paper("gating/Highway", {"x": (3, 5)})
def highway(w, x):
    t = sigmoid(dense(w, "transform", x))
    return np.tanh(dense(w, "plain", x)) * t + x * (1 - t)


@paper("gating/FiLM", {"x": (2, 3, 4, 5), "condition": (2, 6)})
def film(w, x, condition):
    gamma, beta = dense(w, "scale", condition), dense(w, "shift", condition)
    return np.stack([g * one + b for one, g, b in zip(x, gamma, beta, strict=True)])


@paper("gating/SpatialGating", {"x": (2, 5, 8)})
def spatial_gating(w, x):
    value, gate = x[..., :4], layer_norm(w, "norm", x[..., 4:], 1e-3)
    mixed = np.zeros_like(gate)
    for s in range(x.shape[1]):
        mixed[:, s] = sum(w["kernel"][t, s] * gate[:, t] for t in range(x.shape[1])) + w["bias"][s]
    return value * mixed


@paper("gating/MixtureOfExperts", {"x": (4, 5)}, experts=3, units=6)
def mixture(w, x, experts, units):
    gate = softmax(x @ w["gate"])
    return sum(gate[:, [e]] * np.tanh(dense(w, f"expert/{e}", x)) for e in range(experts))


@paper("gating/SparseExperts", {"x": (6, 5)}, experts=4, k=2)
def sparse_experts(w, x, experts, k):
    out = np.zeros_like(x)
    for row, logits in enumerate(x @ w["gate"]):
        best = np.argsort(-logits)[:k]
        for e, share in zip(best, softmax(logits[best]), strict=True):
            out[row] += share * relu(x[row] @ w["up"][e] + w["bias"][e])
    return out


@paper("gating/SoftMoE", {"x": (2, 6, 5)}, experts=3, slots=2)
def soft_moe(w, x, experts, slots):
    logits = x @ w["phi"]
    dispatch, combine = softmax(logits, axis=1), softmax(logits, axis=2)
    given = np.zeros((len(x), experts * slots, x.shape[-1]))
    for s in range(experts * slots):
        taken = np.einsum("bt,btd->bd", dispatch[:, :, s], x)
        given[:, s] = gelu(taken @ w["kernel"][s // slots])
    return combine @ given


@paper("gating/Maxout", {"x": (4, 5)}, units=3, pieces=4)
def maxout(w, x, units, pieces):
    each = [x @ w["kernel"][:, :, p] + w["bias"][:, p] for p in range(pieces)]
    return np.max(each, axis=0)


@paper("gating/NALU", {"x": (4, 5)}, units=3, epsilon=1e-7)
def nalu(w, x, units, epsilon):
    weight = np.tanh(w["w"]) * sigmoid(w["m"])
    g = sigmoid(x @ w["g"])
    return g * (x @ weight) + (1 - g) * np.exp(np.log(np.abs(x) + epsilon) @ weight)


@paper("gating/CrossLayer", {"x0": (4, 5), "x": (4, 5)})
def cross(w, x0, x):
    return x0 * (x @ w["kernel"] + w["bias"]) + x


@paper("gating/FactorizationMachine", {"x": (4, 5)}, rank=3)
def factorization(w, x, rank):
    v = w["factors"]
    y = w["offset"] + x @ w["linear"][:, 0]
    for i in range(5):
        for j in range(i + 1, 5):
            y = y + (v[i] @ v[j]) * x[:, i] * x[:, j]
    return y[:, None]
