"""Reads graphs as a test asks about them."""

import re


def every(graph):
    """All nodes of a graph and of those within, with the graph that each is of."""
    for node in graph.nodes:
        yield graph, node
        if node.inner is not None:
            yield from every(node.inner)


def titles(graph, kind=None):
    return [node.title for node in graph.nodes if kind is None or node.kind == kind]


def node_of(graph, title):
    return next(node for _, node in every(graph) if node.title == title)


def edges(graph):
    """The edges by the titles of their ends, with the tensor's name and shape."""
    title = {node.id: node.title for node in graph.nodes}
    return [(title[one.source], title[one.target], one.name, one.shape) for one in graph.edges]


def weights_of(graph):
    return [*graph.weights, *(weight for _, node in every(graph) for weight in node.weights)]


def starred(path):
    """A path with `*` for its numbers."""
    return re.sub(r"(?<=/)[0-9]+(?=/|$)", "*", path)
