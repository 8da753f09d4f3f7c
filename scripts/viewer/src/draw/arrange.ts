// Where everything lies. What is in a box is arranged first, then counts as a box of that size:
// so nothing of one level can lie on another thing of it, however deep it folds out.
import { boxOf } from "./box";
import { folds } from "./folding";
import type { Graph, GraphNode } from "./graph";
import { layOut } from "./lay_out";
import type { Picture, Placed, Route } from "./picture";
import { LABEL_HEIGHT, routeEdges } from "./route";
import { isChain, stack } from "./stack";
import { waysOf } from "./ways";

const PAD = 18;

/** Arranges a graph and what is unfolded in it; `marked` are those that fold. */
export function arrange(graph: Graph, unfolded: ReadonlySet<string>, marked: boolean): Picture {
  const nodes = graph.nodes.map((node) => measured(node, unfolded, marked));
  const ways = waysOf(graph.edges, nodes);
  if (isChain(nodes, ways)) stack(nodes, ways);
  else layOut(nodes, ways);
  const routes = routeEdges(ways, nodes);
  return { ...extent(nodes, routes), nodes, routes };
}

/** A node with its size, and what is in it arranged. */
function measured(node: GraphNode, unfolded: ReadonlySet<string>, marked: boolean): Placed {
  const mark = marked && folds(node);
  if (!folds(node) || !unfolded.has(node.id)) {
    const box = boxOf(node, mark);
    return { node, box, x: 0, y: 0, width: box.width, height: box.height };
  }
  const picture = arrange(node.inner!, unfolded, marked);
  const box = boxOf(node, mark, picture.width);
  const width = Math.max(box.width, picture.width + 2 * PAD);
  const inner = { picture, x: (width - picture.width) / 2, y: box.height + PAD };
  return { node, box, x: 0, y: 0, width, height: inner.y + picture.height + PAD, inner };
}

function extent(nodes: Placed[], routes: Route[]) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const reach = (x: number, y: number, width = 0, height = 0) => {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  };
  for (const { x, y, width, height } of nodes) reach(x, y, width, height);
  for (const { points, label } of routes) {
    for (const { x, y } of points) reach(x, y);
    if (label) reach(label.x - label.width / 2, label.y - LABEL_HEIGHT / 2, label.width, LABEL_HEIGHT);
  }
  if (nodes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  return { x: left, y: top, width: right - left, height: bottom - top };
}
