"""What papers say of normalization, scales and adapters."""

import keras
import numpy as np

from tests.judges.papers.paper import gelu, paper

PICTURE = {"x": (2, 3, 4, 5)}
ROWS = {"x": (3, 4, 5)}


def inner(**options):
    return keras.layers.Dense(6, name="inner", **options)


@paper("normalization/RMSNorm", ROWS)
def rms_norm(w, x):
    return x / np.sqrt((x**2).mean(-1, keepdims=True) + 1e-6) * w["scale"]


@paper("normalization/DynamicTanh", ROWS)
def dynamic_tanh(w, x):
    return w["gamma"] * np.tanh(w["alpha"] * x) + w["beta"]


@paper("normalization/ScaleNorm", ROWS)
def scale_norm(w, x):
    return w["length"] * x / np.linalg.norm(x, axis=-1, keepdims=True)


@paper("normalization/LayerScale", ROWS, start=0.1)
def layer_scale(w, x, start):
    return x @ np.diag(w["gamma"])


@paper("normalization/FilterResponseNorm", PICTURE)
def filter_response(w, x):
    out = np.zeros_like(x)
    for b in range(x.shape[0]):
        for c in range(x.shape[-1]):
            y = x[b, :, :, c] / np.sqrt((x[b, :, :, c] ** 2).mean() + 1e-6)
            out[b, :, :, c] = np.maximum(w["gamma"][c] * y + w["beta"][c], w["tau"][c])
    return out


@paper("normalization/GlobalResponseNorm", PICTURE)
def global_response(w, x):
    length = np.linalg.norm(x.reshape(len(x), -1, x.shape[-1]), axis=1)
    share = length / (length.mean(-1, keepdims=True) + 1e-6)
    return w["gamma"] * x * share[:, None, None] + w["beta"] + x


@paper("normalization/WeightNorm", ROWS, inner=inner)
def weight_norm(w, x):
    v = w["inner/kernel"]
    return x @ (w["length"] * v / np.linalg.norm(v, axis=0)) + w["inner/bias"]


@paper("normalization/LoRA", ROWS, inner=inner, rank=2, alpha=4.0)
def lora(w, x, rank, alpha):
    kernel = w["inner/kernel"] + alpha / rank * w["down"] @ w["up"]
    return x @ kernel + w["inner/bias"]


@paper("normalization/IA3", ROWS, inner=inner)
def ia3(w, x):
    return (x @ w["inner/kernel"] + w["inner/bias"]) * w["scale"]


@paper("normalization/Adapter", ROWS, width=2)
def adapter(w, x, width):
    return x + gelu(x @ w["down"]) @ w["up"]
