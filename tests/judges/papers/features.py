"""What papers say of features, activations and outputs."""

import numpy as np

from tests.judges.papers.paper import dense, paper, silu, softmax

ROWS = {"x": (4, 5)}


@paper("features/FourierFeatures", ROWS, features=6, scale=0.5)
def fourier(w, x, features, scale):
    angles = 2 * np.pi * x @ w["directions"]
    return np.concatenate([np.cos(angles), np.sin(angles)], axis=-1)


@paper("features/Siren", ROWS, units=6, omega=3.0)
def siren(w, x, units, omega):
    return np.sin(omega * (x @ w["kernel"] + w["bias"]))


@paper("features/Time2Vec", {"t": (4, 3, 1)}, units=5)
def time2vec(w, t, units):
    each = [t[..., 0] * w["w"][0, i] + w["b"][i] for i in range(units)]
    return np.stack([one if i == 0 else np.sin(one) for i, one in enumerate(each)], axis=-1)


@paper("features/SinusoidalPositions", {"x": (2, 5, 6)})
def sinusoidal(w, x):
    table = np.zeros(x.shape[1:])
    for t in range(5):
        for i in range(3):
            angle = t / 10000 ** (2 * i / 6)
            table[t, 2 * i], table[t, 2 * i + 1] = np.sin(angle), np.cos(angle)
    return x + table


@paper("features/RadialBasis", ROWS, units=3)
def radial(w, x, units):
    away = [np.linalg.norm(x - center, axis=-1) for center in w["centers"]]
    widths = np.exp(w["log_width"])
    near = [np.exp(-((d / width) ** 2)) for d, width in zip(away, widths, strict=True)]
    return np.stack(near, axis=-1)


@paper("features/KAN", ROWS, units=3, grid=6)
def kan(w, x, units, grid):
    knots = np.linspace(-2, 2, grid)
    out = silu(x) @ w["base"]
    step = knots[1] - knots[0]
    wide = np.concatenate([[-2 - step], knots, [2 + step]])
    for f in range(x.shape[1]):
        for u in range(units):
            heights = np.concatenate([[0], w["spline"][f, :, u], [0]])
            out[:, u] += np.interp(x[:, f], wide, heights, left=0, right=0)
    return out


@paper("features/MixtureDensity", ROWS, components=3, size=2)
def mixture_density(w, x, components, size):
    means = dense(w, "mean", x).reshape(len(x), components, size)
    weights, scales = softmax(dense(w, "weight", x)), np.exp(dense(w, "scale", x))
    return {"weights": weights, "means": means, "scales": scales}


@paper("features/VectorQuantizer", {"x": (2, 3, 4)}, codes=5, smooth=False)
def vector_quantizer(w, x, codes):
    away = np.linalg.norm(x[..., None, :] - w["codebook"], axis=-1)
    return w["codebook"][away.argmin(-1)]


@paper("features/Sparsemax", {"x": (4, 6)})
def sparsemax(w, x):
    """Finds the threshold at which what is above adds up to one, by bisection."""
    return simplex(x, lambda over: over)


@paper("features/Entmax15", {"x": (4, 6)})
def entmax(w, x):
    return simplex(x / 2, np.square)


def simplex(x, power):
    low, high = x.max(-1, keepdims=True) - 1, x.max(-1, keepdims=True)
    for _ in range(60):
        middle = (low + high) / 2
        much = power(np.maximum(x - middle, 0)).sum(-1, keepdims=True) > 1
        low, high = np.where(much, middle, low), np.where(much, high, middle)
    return power(np.maximum(x - low, 0))


@paper("features/DropPath", {"x": (4, 3, 2)})
def drop_path(w, x):
    return x


@paper("features/DropConnect", ROWS, units=3)
def drop_connect(w, x, units):
    return x @ w["kernel"]
