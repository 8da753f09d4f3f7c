"""What papers say of recurrent layers, step by step."""

import numpy as np

from tests.judges.papers.paper import paper, relu, sigmoid

STEPS = {"x": (2, 5, 3)}
SAME = {"x": (2, 5, 4)}


def over_time(step, x, *states):
    """Runs `step(x_t, *states)`, which gives the states, the first of them the output."""
    outputs = []
    for t in range(x.shape[1]):
        states = step(x[:, t], *states)
        outputs.append(states[0])
    return np.stack(outputs, axis=1)


def zeros(x, units):
    return np.zeros((len(x), units))


@paper("recurrent/MinimalGatedUnit", STEPS, cell=True, units=4)
def mgu(w, x, units):
    def step(x, h):
        f = sigmoid(x @ w["wf"] + h @ w["uf"] + w["bf"])
        new = np.tanh(x @ w["wh"] + (f * h) @ w["uh"] + w["bh"])
        return ((1 - f) * h + f * new,)

    return over_time(step, x, zeros(x, units))


@paper("recurrent/IndRNN", STEPS, cell=True, units=4)
def ind_rnn(w, x, units):
    def step(x, h):
        return (relu(x @ w["w"] + w["u"] * h + w["b"]),)

    return over_time(step, x, zeros(x, units))


@paper("recurrent/Janet", STEPS, cell=True, units=4)
def janet(w, x, units):
    def step(x, c):
        s, candidate = np.split(x @ w["w"] + c @ w["u"] + w["b"], 2, axis=-1)
        return (sigmoid(s) * c + (1 - sigmoid(s - 1)) * np.tanh(candidate),)

    return over_time(step, x, zeros(x, units))


@paper("recurrent/UGRNN", STEPS, cell=True, units=4)
def ugrnn(w, x, units):
    def step(x, h):
        both = np.concatenate([x, h], axis=-1)
        g = sigmoid(both @ w["wg"] + w["bg"])
        return (g * h + (1 - g) * np.tanh(both @ w["wc"] + w["bc"]),)

    return over_time(step, x, zeros(x, units))


@paper("recurrent/PeepholeLSTM", STEPS, cell=True, units=4)
def peephole(w, x, units):
    def step(x, h, c):
        i, f, g, o = np.split(x @ w["w"] + h @ w["u"] + w["b"], 4, axis=-1)
        new = sigmoid(f + w["peep"][1] * c) * c + sigmoid(i + w["peep"][0] * c) * np.tanh(g)
        return sigmoid(o + w["peep"][2] * new) * np.tanh(new), new

    return over_time(step, x, zeros(x, units), zeros(x, units))


@paper("recurrent/ZoneoutLSTM", STEPS, cell=True, units=4, rate=0.2)
def zoneout(w, x, units, rate):
    def step(x, h, c):
        i, f, g, o = np.split(x @ w["w"] + h @ w["u"] + w["b"], 4, axis=-1)
        new = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        return rate * h + (1 - rate) * sigmoid(o) * np.tanh(new), rate * c + (1 - rate) * new

    return over_time(step, x, zeros(x, units), zeros(x, units))


@paper("recurrent/AntisymmetricRNN", STEPS, cell=True, units=4, step=0.1, damping=0.01)
def antisymmetric(w, x, units, step, damping):
    matrix = w["w"] - w["w"].T - damping * np.eye(units)

    def euler(x, h):
        return (h + step * np.tanh(h @ matrix + x @ w["v"] + w["b"]),)

    return over_time(euler, x, zeros(x, units))


@paper("recurrent/FastGRNN", STEPS, cell=True, units=4)
def fast_grnn(w, x, units):
    zeta, nu = sigmoid(w["zeta"]), sigmoid(w["nu"])

    def step(x, h):
        shared = x @ w["w"] + h @ w["u"]
        z = sigmoid(shared + w["bz"])
        return ((zeta * (1 - z) + nu) * np.tanh(shared + w["bh"]) + z * h,)

    return over_time(step, x, zeros(x, units))


@paper("recurrent/MinGRU", STEPS, units=4)
def min_gru(w, x, units):
    def step(x, h):
        z = sigmoid(x @ w["wz"])
        return ((1 - z) * h + z * (x @ w["wh"]),)

    return over_time(step, x, zeros(x, units))


@paper("recurrent/SRU", SAME)
def sru(w, x):
    def step(x, h, c):
        value, f, r = np.split(x @ w["w"], 3, axis=-1)
        f, r = sigmoid(f + w["bf"]), sigmoid(r + w["br"])
        c = f * c + (1 - f) * value
        return r * np.tanh(c) + (1 - r) * x, c

    return over_time(step, x, zeros(x, 4), zeros(x, 4))


@paper("recurrent/QRNN", STEPS, units=4, window=2)
def qrnn(w, x, units, window):
    before = np.concatenate([np.zeros_like(x[:, :1]), x[:, :-1]], axis=1)
    gates = before @ w["kernel"][0] + x @ w["kernel"][1]

    def step(gates, h, c):
        z, f, o = np.split(gates, 3, axis=-1)
        c = sigmoid(f) * c + (1 - sigmoid(f)) * np.tanh(z)
        return sigmoid(o) * c, c

    return over_time(step, gates, zeros(x, units), zeros(x, units))


@paper("recurrent/LRU", SAME, units=3)
def lru(w, x, units):
    rate = np.exp(-np.exp(w["nu"]) + 1j * np.exp(w["theta"]))
    norm = np.sqrt(1 - np.abs(rate) ** 2)
    b, c = w["b"][0] + 1j * w["b"][1], w["c"][0] + 1j * w["c"][1]
    h, outputs = np.zeros((len(x), units), complex), []
    for t in range(x.shape[1]):
        h = rate * h + norm * (x[:, t] @ b)
        outputs.append((h @ c).real + w["d"] * x[:, t])
    return np.stack(outputs, axis=1)


@paper("recurrent/S4D", SAME, states=3)
def s4d(w, x, states):
    """The recurrence that the convolution unrolls, by zero-order hold."""
    a = -np.exp(w["a_log"])
    delta = np.exp(w["step"])[:, None]
    decay, taken = np.exp(delta * a), (np.exp(delta * a) - 1) / a
    h, outputs = np.zeros((len(x), 4, states)), []
    for t in range(x.shape[1]):
        h = decay * h + taken * x[:, t, :, None]
        outputs.append((w["c"] * h).sum(-1) + w["d"] * x[:, t])
    return np.stack(outputs, axis=1)


@paper("recurrent/SelectiveScan", SAME, states=3, rank=2)
def selective_scan(w, x, states, rank):
    a = -np.exp(w["a_log"])
    h, outputs = np.zeros((len(x), 4, states)), []
    for t in range(x.shape[1]):
        projected = x[:, t] @ w["project"]
        low, b, c = np.split(projected, [rank, rank + states], axis=-1)
        delta = np.log1p(np.exp(low @ w["step"] + w["step_bias"]))[..., None]
        h = np.exp(delta * a) * h + delta * b[:, None] * x[:, t, :, None]
        outputs.append((h * c[:, None]).sum(-1) + w["d"] * x[:, t])
    return np.stack(outputs, axis=1)
