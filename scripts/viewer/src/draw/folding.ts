import type { Graph, GraphNode } from "./graph";

/** Whether there is something in a node. */
export function folds(node: GraphNode): boolean {
  return (node.inner?.nodes.length ?? 0) > 0;
}

/** The nodes that are unfolded where layers are so to a depth, and all loops and branches seen. */
export function unfoldedTo(graph: Graph, depth: number): Set<string> {
  const found = new Set<string>();
  const visit = ({ nodes }: Graph, left: number) => {
    for (const node of nodes) {
      const isLayer = node.kind === "layer";
      if (!folds(node) || (isLayer && left <= 0)) continue;
      found.add(node.id);
      visit(node.inner!, isLayer ? left - 1 : left);
    }
  };
  visit(graph, depth);
  return found;
}

/** How many weights there are in the layers in a node. */
export function weightsWithin(node: GraphNode): number {
  const found = new Set<string>();
  const visit = ({ nodes }: Graph) => {
    for (const { id, weights, inner } of nodes) {
      for (const { path, name } of weights ?? []) found.add(path || `${id}/${name}`);
      if (inner) visit(inner);
    }
  };
  if (node.inner) visit(node.inner);
  for (const { path } of node.weights ?? []) found.delete(path);
  return found.size;
}
