"""What papers say of layers on graphs and sets, node by node."""

import numpy as np

from tests.judges.papers.paper import dense, paper, relu, softmax

GRAPH = {"x": (2, 5, 4), "edges": (2, 5, 5)}


def neighbors(edges):
    """For each node of a graph, the nodes it has an edge to."""
    return [np.flatnonzero(row > 0) for row in edges]


@paper("graphs/GCN", GRAPH, units=3)
def gcn(w, x, edges, units):
    edges = edges + np.eye(5)
    degree = np.stack([np.diag(one.sum(-1) ** -0.5) for one in edges])
    return degree @ edges @ degree @ x @ w["kernel"] + w["bias"]


@paper("graphs/GAT", GRAPH, units=3, heads=2)
def gat(w, x, edges, units, heads):
    out = np.zeros((2, 5, heads * units))
    for b in range(2):
        for k in range(heads):
            h = x[b] @ w["kernel"][:, k]
            for i, around in enumerate(neighbors(edges[b] + np.eye(5))):
                scores = h[i] @ w["to"][k] + h[around] @ w["from_"][k]
                weights = softmax(np.where(scores > 0, scores, 0.2 * scores))
                out[b, i, k * units : (k + 1) * units] = weights @ h[around]
    return out


@paper("graphs/GIN", GRAPH, units=3)
def gin(w, x, edges, units):
    total = np.zeros_like(x)
    for b in range(2):
        for i, around in enumerate(neighbors(edges[b])):
            total[b, i] = (1 + w["epsilon"]) * x[b, i] + x[b, around].sum(0)
    return dense(w, "second", relu(dense(w, "first", total)))


@paper("graphs/GraphSAGE", GRAPH, units=3)
def graph_sage(w, x, edges, units):
    out = np.zeros((2, 5, units))
    for b in range(2):
        for i, around in enumerate(neighbors(edges[b])):
            mean = x[b, around].sum(0) / max(len(around), 1)
            h = relu(np.concatenate([x[b, i], mean]) @ w["kernel"])
            out[b, i] = h / max(np.linalg.norm(h), 1e-12)
    return out


@paper("graphs/DeepSets", {"x": (2, 5, 4)}, units=3)
def deep_sets(w, x, units):
    return dense(w, "all", relu(dense(w, "each", x)).sum(1))
