"""A layer of a paper, beside what the paper says in NumPy."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import keras
import numpy as np

import wtspec
from wtspec.model import weights

SPECS = Path(__file__).parents[1] / "specs" / "papers"
PAPERS: list["Paper"] = []


@dataclass(frozen=True)
class Paper:
    """One layer, and what judges it.

    Attributes:
        file: Stem of the spec that declares it.
        layer: Its name there.
        shapes: Of each input, the batch first.
        params: Constructor arguments; `reference` is given the numbers among them.
        reference: What the paper says of weights by path, inputs and numbers, all float64.
        cell: Whether it runs within Keras's `RNN`, over the second axis of its input.
        smooth: Whether a small step changes outputs as the gradient says.
        near: How far from `reference` float32 may be, absolutely and relatively.
    """

    file: str
    layer: str
    shapes: dict[str, tuple[int, ...]]
    reference: Callable
    params: dict = field(default_factory=dict)
    cell: bool = False
    smooth: bool = True
    near: float = 1e-4

    def make(self, **options) -> keras.layers.Layer:
        """The layer as wtspec makes it, not built."""
        params = {k: v(**options) if callable(v) else v for k, v in self.params.items()}
        made = wtspec.layer(SPECS / f"{self.file}.yaml", self.layer)
        if not self.cell:
            return made(**params, **options)
        return keras.layers.RNN(made(**params, **options), return_sequences=True, **options)

    def inputs(self) -> dict[str, np.ndarray]:
        """Random inputs, the same each time; edges are zeros and ones."""
        rng = np.random.default_rng(0)
        drawn = {name: rng.normal(size=shape) for name, shape in self.shapes.items()}
        if "edges" in drawn:
            drawn["edges"] = ((drawn["edges"] + np.swapaxes(drawn["edges"], 1, 2)) > 0) * 1.0
        return {name: value.astype("float32") for name, value in drawn.items()}

    def expect(self, values: dict[str, np.ndarray], inputs: dict[str, np.ndarray]):
        """What the paper says of these weights and inputs, in float64."""
        numbers = {k: v for k, v in self.params.items() if not callable(v)}
        wide = {name: np.asarray(value, "float64") for name, value in inputs.items()}
        values = {path: np.asarray(value, "float64") for path, value in values.items()}
        return self.reference(values, *wide.values(), **numbers)


def paper(name: str, shapes: dict[str, tuple[int, ...]], **how):
    """Declares that a function is what a paper says of a layer, named `file/Layer`."""
    file, layer = name.split("/")
    known = {key: how.pop(key) for key in ("cell", "smooth", "near") if key in how}

    def declare(reference: Callable) -> Callable:
        PAPERS.append(Paper(file, layer, shapes, reference, params=how, **known))
        return reference

    return declare


def variables_of(layer: keras.layers.Layer) -> dict[str, keras.Variable]:
    """A layer's weights by path; a cell's as if it stood alone."""
    found = weights(layer)
    if isinstance(layer, keras.layers.RNN):
        return {path.partition("/")[2]: variable for path, variable in found.items()}
    return found


def values_of(layer: keras.layers.Layer) -> dict[str, np.ndarray]:
    """What the weights are."""
    return {path: np.asarray(variable) for path, variable in variables_of(layer).items()}


def stir(layer: keras.layers.Layer) -> None:
    """Moves every float weight off its start, which is often zero or one."""
    rng = np.random.default_rng(1)
    for variable in layer.weights:
        if "float" in variable.dtype:
            moved = np.asarray(variable) + 0.3 * rng.normal(size=variable.shape)
            variable.assign(moved.astype("float32"))


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def gelu(x):
    return 0.5 * x * (1 + np.vectorize(math.erf)(x / np.sqrt(2)))


def silu(x):
    return x * sigmoid(x)


def relu(x):
    return np.maximum(x, 0)


def dense(w, name, x):
    return x @ w[f"{name}/kernel"] + w[f"{name}/bias"]


def layer_norm(w, name, x, epsilon):
    centered = x - x.mean(-1, keepdims=True)
    scaled = centered / np.sqrt((centered**2).mean(-1, keepdims=True) + epsilon)
    return scaled * w[f"{name}/gamma"] + w[f"{name}/beta"]
