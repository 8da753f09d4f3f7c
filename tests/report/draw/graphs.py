"""Graphs that are drawn in tests."""

from itertools import pairwise

from wtspec.graph import Edge, Graph, GraphNode, GraphWeight


def chain(*nodes, name="chain", shape="[batch, 8]"):
    """Nodes after each other."""
    edges = tuple(Edge(one.id, other.id, shape) for one, other in pairwise(nodes))
    return Graph(name, nodes, edges)


def formula(id, text="x + 1"):
    return GraphNode(id, "formula", text)


def layer(id, inner=None, **kwargs):
    weights = (
        GraphWeight("kernel", f"{id}/kernel", "[8, 8]", initializer="glorot_uniform"),
        GraphWeight("bias", f"{id}/bias", "[8]", initializer="zeros", trainable=False),
    )
    return GraphNode(id, "layer", id, layer="Linear", weights=weights, inner=inner, **kwargs)


def nested(depth):
    """A layer in a layer, to a depth."""
    inner = chain(formula(f"a{depth}"), formula(f"b{depth}"))
    return chain(layer(f"l{depth}", nested(depth - 1) if depth else inner), formula(f"f{depth}"))


def woven(count):
    """Each node is used by the next ones, and the first by all."""
    nodes = tuple(formula(str(at), "f(" + "x" * (at * 7 % 30) + ")") for at in range(count))
    edges = [
        Edge(str(at), str(at + step), f"[batch, {at}]")
        for at in range(count)
        for step in (1, 2, 5)
        if at + step < count
    ]
    edges += [Edge("0", str(at), "[batch]", "first") for at in range(1, count)]
    return Graph("woven", nodes, tuple(edges))
