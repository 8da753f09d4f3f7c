// Places by dagre.
import { layout, Graph as Layout } from "@dagrejs/dagre";

import type { Placed, Point, Way } from "./picture";
import { LABEL_HEIGHT } from "./route";

const NODE_GAP = 30;
const EDGE_GAP = 18;
export const RANK_GAP = 44;
/** From so many boxes on, a layout that is a little less tight takes half the time. */
const MANY = 200;

/** Gives nodes their places, and edges their ways. */
export function layOut(nodes: Placed[], ways: Way[]): void {
  const laidOut = new Layout({ multigraph: true });
  const ranksep = RANK_GAP + 4 * Math.min(mostMeeting(ways) - 1, 9);
  const ranker = nodes.length > MANY ? "tight-tree" : "network-simplex";
  laidOut.setGraph({ nodesep: NODE_GAP, edgesep: EDGE_GAP, ranksep, ranker });
  nodes.forEach(({ width, height }, at) => laidOut.setNode(String(at), { width, height }));
  const numbers = new Map(nodes.map((placed, at) => [placed, String(at)]));
  const ends = ways.map(({ source, target }) => [numbers.get(source)!, numbers.get(target)!] as const);
  ways.forEach(({ label, labelWidth }, at) => {
    const size = { width: label ? labelWidth : 0, height: label ? LABEL_HEIGHT : 0 };
    laidOut.setEdge(...ends[at]!, { ...size, labelpos: "c" }, String(at));
  });
  layout(laidOut);
  const places = nodes.map((_, at) => laidOut.node(String(at)) as Point);
  const turn = isMirrored(places) ? -1 : 1;
  nodes.forEach((placed, at) => {
    placed.x = turn * places[at]!.x - placed.width / 2;
    placed.y = places[at]!.y - placed.height / 2;
  });
  const turned = ({ x, y }: Point): Point => ({ x: turn * (x ?? 0), y: y ?? 0 });
  ways.forEach((way, at) => {
    const found = laidOut.edge(...ends[at]!, String(at)) as Point & { points: Point[] };
    Object.assign(way, turned(found), { points: found.points.map(turned) });
  });
}

/** Whether more of those beside each other stand right to left in the order of the file. */
function isMirrored(places: Point[]): boolean {
  const last = new Map<number, number>();
  let turns = 0;
  for (const { x, y } of places) {
    const row = Math.round(y);
    const before = last.get(row);
    if (before !== undefined) turns += Math.sign(before - x);
    last.set(row, x);
  }
  return turns > 0;
}

/** How many edges end at the node where most do. */
function mostMeeting(ways: Way[]): number {
  const ends = new Map<Placed, number>();
  for (const { target } of ways) ends.set(target, (ends.get(target) ?? 0) + 1);
  return Math.max(1, ...ends.values());
}
