"""Beside the graph that Keras keeps of a functional model."""

import keras

from tests.graph.reading import sizes

SPEC = """
model:
  inputs: {a: [batch, 4], b: [batch, 6]}
  layers:
    left: {Dense: 8}
    right: {Dense: 8}
    norm: LayerNormalization
    shared: {Dense: 5}
    join: {Concatenate: {axis: -1}}
    total: Add
    head: {Dense: 2}
  call: |
    l = left(a)
    r = shared(right(b))
    l = shared(norm(l))
    both = total([l, r])
    return {"head": head(join([both, l, b])), "shared": l}
"""


def functional():
    a, b = keras.Input((4,), name="a"), keras.Input((6,), name="b")
    shared = keras.layers.Dense(5, name="shared")
    left = keras.layers.Dense(8, name="left")(a)
    right = shared(keras.layers.Dense(8, name="right")(b))
    left = shared(keras.layers.LayerNormalization(name="norm")(left))
    both = keras.layers.Add(name="total")([left, right])
    joined = keras.layers.Concatenate(axis=-1, name="join")([both, left, b])
    head = keras.layers.Dense(2, name="head")(joined)
    return keras.Model({"a": a, "b": b}, {"head": head, "shared": left})


def flows_of_keras(model):
    """Each call of a layer: its name, where its inputs come from, and the shapes."""
    for layer in model.layers:
        for node in layer._inbound_nodes:
            come_from = [one._keras_history.operation.name for one in node.input_tensors]
            shapes = [list(one.shape[1:]) for one in node.input_tensors]
            if come_from:
                yield layer.name, sorted(zip(come_from, shapes, strict=True))


def flows_of_graph(graph):
    title = {node.id: node.title for node in graph.nodes}
    for node in graph.nodes:
        entering = [edge for edge in graph.edges if edge.target == node.id]
        shapes = [[int(one) for one in sizes(edge.shape)[0][1:]] for edge in entering]
        come_from = [title[edge.source] for edge in entering]
        if node.kind == "layer":
            yield node.title, sorted(zip(come_from, shapes, strict=True))


def test_the_graph_is_that_of_the_same_functional_model(drawn):
    graph, model = drawn(SPEC), functional()
    assert sorted(flows_of_graph(graph)) == sorted(flows_of_keras(model))
    outputs = {
        node.title: sizes(node.shape)[0][1:] for node in graph.nodes if node.kind == "output"
    }
    assert outputs == {
        name: [str(size) for size in tensor.shape[1:]] for name, tensor in model.output.items()
    }
