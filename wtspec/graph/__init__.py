"""The checked program as a picture has it: nodes, edges with shapes, weights."""

from wtspec.graph.graph import Edge, Graph, GraphNode, GraphWeight

__all__ = ["Edge", "Graph", "GraphNode", "GraphWeight"]
