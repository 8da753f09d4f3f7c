// Places of nodes that follow each other, the commonest of graphs, and the largest: there is
// nothing to search for.
import { RANK_GAP } from "./lay_out";
import type { Placed, Way } from "./picture";
import { LABEL_HEIGHT } from "./route";

/** Whether each node leads to the next one, in the order of the file, and nowhere else. */
export function isChain(nodes: Placed[], ways: Way[]): boolean {
  return (
    ways.length === nodes.length - 1 &&
    ways.every(({ source, target }, at) => source === nodes[at] && target === nodes[at + 1])
  );
}

/** Puts nodes below each other. */
export function stack(nodes: Placed[], ways: Way[]): void {
  let y = 0;
  nodes.forEach((placed, at) => {
    placed.x = -placed.width / 2;
    placed.y = y;
    y += placed.height;
    const way = ways[at];
    if (!way) return;
    const gap = RANK_GAP + (way.label ? LABEL_HEIGHT : 0);
    const middle = { x: 0, y: y + gap / 2 };
    Object.assign(way, middle, { points: [{ x: 0, y }, middle, { x: 0, y: y + gap }] });
    y += gap;
  });
}
