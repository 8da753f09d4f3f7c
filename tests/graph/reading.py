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
    """The first node of that title."""
    return next(node for _, node in every(graph) if node.title == title)


def edges(graph):
    """The edges by the titles of their ends, with the tensor's name and shape."""
    title = {node.id: node.title for node in graph.nodes}
    return [(title[one.source], title[one.target], one.name, one.shape) for one in graph.edges]


def ways(graph):
    """The edges by the titles of their ends."""
    return [edge[:2] for edge in edges(graph)]


def weights_of(graph):
    """All weights in a graph and in those within."""
    return [*graph.weights, *(weight for _, node in every(graph) for weight in node.weights)]


def layers_called(graph):
    """The titles of layers that a body calls, in its branches and loops too."""
    for node in graph.nodes:
        if node.kind == "layer":
            yield node.title
        elif node.kind in ("loop", "branch") and node.inner is not None:
            yield from layers_called(node.inner)


def stands_for(pattern, path):
    """Whether a path with `*` for indexes stands for one without."""
    parts, wanted = pattern.split("/"), path.split("/")
    alike = [one in (other, "*") for one, other in zip(parts, wanted, strict=False)]
    return len(parts) == len(wanted) and all(alike)


def sizes(text):
    """The entries of shapes in brackets."""
    found = re.findall(r"\[([^\]]*)\]", text)
    return [[one.strip() for one in inner.split(",") if one.strip()] for inner in found]


def check_sound(graph):
    """Asserts that ids are unique, edges go forwards, and whatever flows ends somewhere."""
    ids = [node.id for _, node in every(graph)]
    assert len(ids) == len(set(ids))
    _check_own(graph)


def _check_own(graph):
    order = {node.id: at for at, node in enumerate(graph.nodes)}
    for edge in graph.edges:
        assert order[edge.source] < order[edge.target], f"{edge} goes backwards in {graph.name}"
    entered = {edge.target for edge in graph.edges}
    for node in graph.nodes:
        made = node.kind in ("formula", "branch")  # of weights and settings alone
        assert node.kind == "input" or node.id in entered or made, f"nothing flows to {node}"
        if node.inner is not None:
            _check_own(node.inner)
