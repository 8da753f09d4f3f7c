// The edges that are drawn, and what stands at them.
import { SOFT } from "./box";
import { visible } from "./escape";
import type { Edge, GraphNode } from "./graph";
import { cut, textWidth } from "./measure";
import type { Placed, Way } from "./picture";

const WIDEST_LABEL = 200;

/** The edges between nodes that there are; where they go is not known yet. */
export function waysOf(edges: Edge[], nodes: Placed[]): Way[] {
  const byId = new Map(nodes.map((placed) => [placed.node.id, placed]));
  const ways = edges.flatMap((edge): Way[] => {
    const [source, target] = [byId.get(edge.source), byId.get(edge.target)];
    if (!source || !target) return [];
    return [{ source, target, points: [], x: 0, y: 0, ...labelOf(edge, source.node) }];
  });
  sayOnce(ways);
  return ways;
}

function labelOf(edge: Edge, source: GraphNode): { label: string; labelWidth: number } {
  const shape = source.kind === "input" && edge.shape === source.shape ? "" : (edge.shape ?? "");
  const name = edge.name === source.title ? "" : (edge.name ?? "");
  const label = cut(visible([name, shape].filter(Boolean).join(" ")), SOFT, WIDEST_LABEL);
  return { label, labelWidth: textWidth(label, SOFT) + 10 };
}

/** Leaves one label where several edges from a node would say the same. */
function sayOnce(ways: Way[]): void {
  const said = new Map<Placed, Set<string>>();
  for (const way of ways) {
    const known = said.get(way.source) ?? new Set();
    said.set(way.source, known);
    if (known.has(way.label)) way.label = "";
    else known.add(way.label);
  }
}
