"""Joins a graph with what is known of the model that was built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from wtspec.graph.built import BuiltModel, BuiltWeight, Sizes
from wtspec.graph.graph import Edge, Graph, GraphNode, GraphWeight
from wtspec.graph.paths import real_path

MOST_INDEXES = 8
"""Of how many indexes in a path it is asked whether `*` stands for them."""


def join_built(graph: Graph, built: BuiltModel) -> Graph:
    """The graph with the shapes, dtypes and initializers that a built model has.

    A weight that the graph has not, for one of Keras's layers makes it, is added to the layer that
    lies deepest on its path. One that the model has not is left out, if it has any.
    """
    places = {"": "", **dict(_places(graph))}
    declared = {weight.path for weight in _weights(graph)}
    found = _Found({}, {}, {}, bool(built.weights))
    for path, one in built.weights.items():
        known = next((name for name in _patterns(path) if name in declared), None)
        if known is not None:
            found.declared.setdefault(known, []).append(one)
        else:
            node, rest = _place(path, places)
            found.added.setdefault(node, {}).setdefault(rest, []).append(one)
    spoken = {node.replace("(", "").replace(")", ""): node for _, node in _places(graph)}
    for path, sizes in built.outputs.items():
        node = next((spoken[name] for name in _patterns(path) if name in spoken), None)
        if node is not None:
            found.outputs.setdefault(node, []).append(sizes)
    return replace(_joined(graph, found), weights=_joined_weights(graph.weights, "", "", found))


class _Found(Struct, frozen=True):
    """Facts by what they are of: several where it stands for several layers.

    Attributes:
        declared: By the paths of weights in the graph.
        added: By node, then by the name of the weight in it.
        outputs: By node.
        complete: Whether a weight that nothing is known of does not exist.
    """

    declared: dict[str, list[BuiltWeight]]
    added: dict[str, dict[str, list[BuiltWeight]]]
    outputs: dict[str, list[Sizes]]
    complete: bool


def _places(graph: Graph) -> Iterator[tuple[str, str]]:
    """The nodes of layers by path; of a wrapper and what it takes, the latter."""
    for node in graph.nodes:
        if node.kind == "layer" and "#" not in node.id:
            yield real_path(node.id), node.id
        if node.inner is not None:
            yield from _places(node.inner)


def _weights(graph: Graph) -> Iterator[GraphWeight]:
    yield from graph.weights
    for node in graph.nodes:
        yield from node.weights
        if node.inner is not None:
            yield from _weights(node.inner)


def _patterns(path: str) -> Iterator[str]:
    """The path, then with `*` for more and more of its indexes."""
    parts = path.split("/")
    indexes = [at for at, part in enumerate(parts) if part.isdecimal()][:MOST_INDEXES]
    for chosen in product((False, True), repeat=len(indexes)):
        hidden = {at for at, one in zip(indexes, chosen, strict=True) if one}
        yield "/".join("*" if at in hidden else part for at, part in enumerate(parts))


def _place(path: str, places: Mapping[str, str]) -> tuple[str, str]:
    """The node that lies deepest on a path, and the rest of the path."""
    parts = path.split("/")
    for count in range(len(parts) - 1, 0, -1):
        for name in _patterns("/".join(parts[:count])):
            if name in places:
                return places[name], "/".join(parts[count:])
    return "", path


def _joined(graph: Graph, found: _Found) -> Graph:
    nodes = tuple(_joined_node(node, found) for node in graph.nodes)
    shapes = {node.id: node.shape for node in nodes}
    told = {node.id for node, before in zip(nodes, graph.nodes, strict=True) if not before.shape}
    edges = tuple(
        Edge(one.source, one.target, shapes[one.source], one.name)
        if not one.shape and one.source in told
        else one
        for one in graph.edges
    )
    return replace(graph, nodes=nodes, edges=edges)


def _joined_node(node: GraphNode, found: _Found) -> GraphNode:
    path = real_path(node.id) if node.kind == "layer" else ""
    outputs = found.outputs.get(node.id, [])
    return replace(
        node,
        shape=node.shape or _shape(outputs),
        weights=_joined_weights(node.weights, node.id, path, found),
        inner=_joined(node.inner, found) if node.inner is not None else None,
    )


def _joined_weights(
    weights: tuple[GraphWeight, ...], node: str, path: str, found: _Found
) -> tuple[GraphWeight, ...]:
    kept = [one for one in weights if one.path in found.declared or not found.complete]
    own = [_weight(one, found.declared.get(one.path, [])) for one in kept]
    added = found.added.get(node, {})
    for name, facts in added.items():
        made = GraphWeight(name, f"{path}/{name}".lstrip("/"), "")
        own.append(_weight(made, facts))
    return tuple(own)


def _weight(weight: GraphWeight, facts: Sequence[BuiltWeight]) -> GraphWeight:
    if not facts:
        return weight
    dtypes, first = {one.dtype for one in facts}, facts[0]
    return replace(
        weight,
        shape=_shape([one.shape for one in facts]) or weight.shape,
        dtype=first.dtype if len(dtypes) == 1 else "",
        initializer=weight.initializer or first.initializer,
        trainable=any(one.trainable for one in facts),
    )


def _shape(several: Sequence[Sizes]) -> str:
    """A shape in brackets, `_` where several differ; empty where there is none."""
    if not several or len({len(one) for one in several}) > 1:
        return ""
    sizes = [set(column) for column in zip(*several, strict=True)]
    texts = [str(one.pop()) if len(one) == 1 and None not in one else "_" for one in sizes]
    return f"[{', '.join(texts)}]"
