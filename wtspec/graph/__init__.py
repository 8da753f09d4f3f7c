"""The checked program as a picture has it: nodes, edges with shapes, weights."""

from wtspec.graph.built import BuiltModel, BuiltWeight
from wtspec.graph.draw import layer_graph, model_graph
from wtspec.graph.graph import Edge, Graph, GraphNode, GraphWeight

__all__ = [
    "BuiltModel",
    "BuiltWeight",
    "Edge",
    "Graph",
    "GraphNode",
    "GraphWeight",
    "layer_graph",
    "model_graph",
]
