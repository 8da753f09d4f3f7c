"""What papers say of layers on pictures."""

import numpy as np

from tests.judges.papers.paper import dense, gelu, layer_norm, paper, relu, sigmoid, softmax

PICTURE = {"x": (2, 4, 6, 8)}


def convolve(x, kernel):
    """A convolution with an odd window that keeps the size; the kernel is [h, w, in, out]."""
    height, width = kernel.shape[:2]
    edge = [(0, 0), (height // 2, height // 2), (width // 2, width // 2), (0, 0)]
    padded = np.pad(x, edge)
    return sum(
        padded[:, i : i + x.shape[1], j : j + x.shape[2]] @ kernel[i, j]
        for i in range(height)
        for j in range(width)
    )


@paper("vision/SqueezeExcite", PICTURE, ratio=2)  # of two units alone all may rest
def squeeze_excite(w, x, ratio):
    z = x.mean((1, 2))
    s = sigmoid(dense(w, "excite", relu(dense(w, "squeeze", z))))
    return x * s[:, None, None]


@paper("vision/ECA", PICTURE, window=3)
def eca(w, x, window):
    z = np.pad(x.mean((1, 2)), [(0, 0), (1, 1)])
    k = w["kernel"][:, 0, 0]
    s = np.stack([z[:, c : c + 3] @ k for c in range(8)], axis=-1)
    return x * sigmoid(s)[:, None, None]


@paper("vision/CBAM", PICTURE)
def cbam(w, x):
    def shared(z):
        return dense(w, "wide", relu(dense(w, "narrow", z)))

    x = x * sigmoid(shared(x.mean((1, 2))) + shared(x.max((1, 2))))[:, None, None]
    seen = np.stack([x.mean(-1), x.max(-1)], axis=-1)
    return x * sigmoid(convolve(seen, w["place/kernel"]) + w["place/bias"])


@paper("vision/ConvNeXtBlock", PICTURE, window=3, start=0.5)
def convnext(w, x, window, start):
    kernel = w["depthwise/kernel"][..., 0]
    y = convolve(x, np.stack([[np.diag(one) for one in row] for row in kernel]))
    y = layer_norm(w, "norm", y + w["depthwise/bias"], 1e-6)
    return x + w["gamma"] * dense(w, "down", gelu(dense(w, "up", y)))


@paper("vision/MixerBlock", {"x": (2, 5, 6)}, tokens=4, channels=7)
def mixer(w, x, tokens, channels):
    y = np.swapaxes(layer_norm(w, "norms/0", x, 1e-3), 1, 2)
    x = x + np.swapaxes(dense(w, "token_down", gelu(dense(w, "token_up", y))), 1, 2)
    y = layer_norm(w, "norms/1", x, 1e-3)
    return x + dense(w, "channel_down", gelu(dense(w, "channel_up", y)))


@paper("vision/NetVLAD", {"x": (2, 6, 4)}, clusters=3)
def netvlad(w, x, clusters):
    shares = softmax(x @ w["assign_kernel"] + w["assign_bias"])
    total = np.zeros((len(x), clusters, x.shape[-1]))
    for k in range(clusters):
        total[:, k] = (shares[..., [k]] * (x - w["centers"][k])).sum(1)
    total /= np.linalg.norm(total, axis=-1, keepdims=True)
    flat = total.reshape(len(x), -1)
    return flat / np.linalg.norm(flat, axis=-1, keepdims=True)


@paper("vision/Capsules", {"x": (2, 4, 3)}, capsules=3, size=5, rounds=3)
def capsules(w, x, capsules, size, rounds):
    def squash(s):
        length = np.linalg.norm(s, axis=-1, keepdims=True)
        return length**2 / (1 + length**2) * s / length

    votes = np.zeros((2, 4, capsules, size))
    for i in range(4):
        for c in range(capsules):
            votes[:, i, c] = x[:, i] @ w["kernel"][i, c]
    b = np.zeros((2, 4, capsules))
    for _ in range(rounds):
        v = squash((softmax(b)[..., None] * votes).sum(1))
        b = b + (votes * v[:, None]).sum(-1)
    return v


@paper("vision/PixelShuffle", PICTURE, factor=2)
def pixel_shuffle(w, x, factor):
    out = np.zeros((2, 8, 12, 2))
    for i in range(factor):
        for j in range(factor):
            first = (i * factor + j) * 2
            out[:, i::factor, j::factor] = x[..., first : first + 2]
    return out


@paper("vision/BlurPool", PICTURE)
def blur_pool(w, x):
    padded = np.pad(x, [(0, 0), (1, 1), (1, 1), (0, 0)], mode="reflect")
    line = np.array([1, 2, 1]) / 4
    return sum(
        line[i] * line[j] * padded[:, i : i + 3 : 2, j : j + 5 : 2]
        for i in range(3)
        for j in range(3)
    )


@paper("vision/GeM", PICTURE)
def gem(w, x):
    return (np.maximum(x, 1e-6) ** w["p"]).mean((1, 2)) ** (1 / w["p"])


@paper("vision/CoordConv", {"x": (2, 4, 5, 3)}, filters=4)
def coord_conv(w, x, filters):
    rows, columns = np.meshgrid(np.linspace(-1, 1, 4), np.linspace(-1, 1, 5), indexing="ij")
    where = np.broadcast_to(np.stack([rows, columns], axis=-1), (2, 4, 5, 2))
    seen = np.concatenate([x, where], axis=-1)
    return convolve(seen, w["inner/kernel"]) + w["inner/bias"]
