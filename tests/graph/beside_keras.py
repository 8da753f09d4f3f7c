"""What Keras is seen to do when a model is called, to be compared with the model's graph."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field

import keras
import numpy as np

from tests.graph.reading import every, sizes, stands_for
from wtspec.graph import Graph, model_graph
from wtspec.model import plan, prepare_backend
from wtspec.model.as_built import as_built
from wtspec.program.sizes import input_shapes
from wtspec.runs.assemble import with_source
from wtspec.runs.learn_sizes import learn_sizes
from wtspec.stages import check_file

ROWS = 2


@dataclass
class Traced:
    """The graph of a file's model, and calls of the layers in that model.

    Attributes:
        paths: Of the weights that the model has.
        calls: The shapes that each layer was given, and gave, by its path.
    """

    graph: Graph
    paths: list
    calls: dict = field(default_factory=lambda: defaultdict(list))


def trace(file):
    """Builds the model of a file and calls it once."""
    checked = check_file(file)
    prepare_backend("cpu", compile_cache=False)
    assembly, root = with_source(checked), checked.spec.document.root
    known = learn_sizes(assembly, root)
    planned = plan(assembly.code, known, root)
    graph = model_graph(checked.program, as_built(planned, known))
    traced = Traced(graph, [row.path for row in planned.rows])
    model, inputs = assembly.build(known), checked.program.model.inputs
    shapes = input_shapes(checked.program, known.shapes)
    given = {one.name: _zeros(shapes[one.name], one.dtype) for one in inputs}
    with _watched(traced.calls):
        model(given if len(given) > 1 else next(iter(given.values())))
    return traced


def _zeros(shape, dtype):
    return np.zeros([ROWS if size is None else size for size in shape], dtype or "float32")


@contextmanager
def _watched(calls):
    original, names = keras.layers.Layer.__call__, []

    def watched(layer, *args, **kwargs):
        names.append(layer.name)
        try:
            given = original(layer, *args, **kwargs)
            calls[_path(names)].append((_shapes(args), _shapes(given)))
        finally:
            names.pop()
        return given

    keras.layers.Layer.__call__ = watched
    try:
        yield
    finally:
        keras.layers.Layer.__call__ = original


def _path(names):
    """The names but for the model's, and for what stands round a layer that has its own."""
    inside = names[1:]
    pairs = zip(inside, [*inside[1:], ""], strict=False)
    own = [name for name, inner in pairs if name != f"({inner})"]
    return "/".join(own).replace(".", "/").replace("*", "0")


def _shapes(values):
    """The shapes of tensors in the order in which they stand; Keras sorts dicts by their keys."""
    if isinstance(values, dict | list | tuple):
        inner = values.values() if isinstance(values, dict) else values
        return [shape for one in inner for shape in _shapes(one)]
    return [list(values.shape)] if hasattr(values, "shape") else []


def disagreements(traced):
    """What the graph says of shapes that Keras is seen to make otherwise."""
    found = []
    for graph, node in every(traced.graph):
        seen = _seen(traced, node) if node.kind == "layer" and "#" not in node.id else None
        if seen is None:
            continue
        given, made = seen
        entering = [edge for edge in graph.edges if edge.target == node.id]
        pairs = list(zip(sizes(node.shape), made, strict=False))
        if len(entering) == 1 and given:
            pairs += [(one, given[0]) for one in sizes(entering[0].shape)]
        found += [(node.id, said, real) for said, real in pairs if not _agree(said, real)]
    return found


def compared(traced):
    """How many layers have a shape that could be compared."""
    nodes = [node for _, node in every(traced.graph) if node.kind == "layer" and node.shape]
    return sum(_seen(traced, node) is not None for node in nodes)


def _seen(traced, node):
    calls = traced.calls.get(node.id.replace("*", "0"))
    return calls[0] if calls else None


def _agree(said, real):
    """Whether sizes are those that were seen; a name stands for any."""
    alike = [not one.isdecimal() or int(one) == size for one, size in zip(said, real, strict=False)]
    return len(said) == len(real) and all(alike)


def weights_missed(traced, weights):
    """The paths of the model's weights that not exactly one of the graph's stands for."""
    patterns = [weight.path for weight in weights]
    return [
        path for path in traced.paths if sum(stands_for(pattern, path) for pattern in patterns) != 1
    ]
