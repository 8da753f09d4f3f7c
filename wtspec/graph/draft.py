"""A graph that is being made."""

from __future__ import annotations

from msgspec.structs import replace

from wtspec.graph.graph import Edge, Graph, GraphNode, GraphWeight
from wtspec.graph.text import cut, shape_text
from wtspec.graph.wires import Wire

LINE = 200
"""How long a statement is that counts no more than a node does."""


class Draft:
    """The nodes and edges of one graph so far.

    Attributes:
        inner: What nodes fold out to, by their ids.
    """

    __slots__ = ("_ids", "edges", "inner", "name", "nodes")

    def __init__(self, name: str, ids: set[str]) -> None:
        self._ids = ids
        self.name = name
        self.nodes: list[GraphNode] = []
        self.edges: dict[Edge, None] = {}
        self.inner: dict[str, Draft] = {}

    def within(self, name: str) -> Draft:
        """An empty graph for what a node of this one holds."""
        return Draft(name, self._ids)

    def reserve(self, id: str) -> str:
        """The id, or one like it that no other node has."""
        found, count = id, 1
        while found in self._ids:
            count += 1
            found = f"{id}#{count}"
        self._ids.add(found)
        return found

    def add(self, node: GraphNode, wires: tuple[Wire, ...] = ()) -> None:
        """A node whose id is reserved, and what flows into it."""
        self.nodes.append(node)
        self.lead(wires, node.id)

    def lead(self, wires: tuple[Wire, ...], target: str) -> None:
        """Edges to a node."""
        for wire in wires:
            edge = Edge(wire.source, target, shape_text(wire.value), cut(wire.name))
            self.edges[edge] = None

    @property
    def works(self) -> bool:
        """Whether anything is done in it, rather than handed through."""
        return any(node.kind not in ("input", "output") for node in self.nodes)

    @property
    def cost(self) -> int:
        """How much there is to draw."""
        weights = [one for node in self.nodes for one in node.weights]
        own = len(self.nodes) + len(self.edges)
        own += sum(1 + len(one.line) // LINE for one in weights)
        return own + sum(one.cost for one in self.inner.values())

    def graph(self, doc: str = "", weights: tuple[GraphWeight, ...] = ()) -> Graph:
        """The graph as it is drawn."""
        nodes = [
            replace(node, inner=self.inner[node.id].graph()) if node.id in self.inner else node
            for node in self.nodes
        ]
        return Graph(self.name, tuple(nodes), tuple(self.edges), doc, weights)
