import type { Graph, GraphNode } from "../draw/draw";

/** All nodes of a graph, and of the graphs in them. */
export function nodesOf(graph: Graph): GraphNode[] {
  return graph.nodes.flatMap((node) => [node, ...(node.inner ? nodesOf(node.inner) : [])]);
}
