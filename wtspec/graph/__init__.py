"""The checked program as a picture has it: nodes, edges with shapes, weights."""

from wtspec.graph.draw import layer_graph, model_graph
from wtspec.graph.facts import ModelFacts, WeightFacts
from wtspec.graph.graph import Edge, Graph, GraphNode, GraphWeight
from wtspec.graph.with_facts import with_facts

__all__ = [
    "Edge",
    "Graph",
    "GraphNode",
    "GraphWeight",
    "ModelFacts",
    "WeightFacts",
    "layer_graph",
    "model_graph",
    "with_facts",
]
