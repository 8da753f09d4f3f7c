// Where everything lies. What is in a box is arranged first, then counts as a box of that size:
// so nothing of one level can lie on another thing of it, however deep it folds out.
import { layout, Graph as Layout } from "@dagrejs/dagre";

import { boxOf, SOFT, type Box } from "./box";
import { visible } from "./escape";
import { folds } from "./folding";
import type { Edge, Graph, GraphNode } from "./graph";
import { cut, textWidth } from "./measure";
import { LABEL_HEIGHT, routeEdges, type Point, type Route, type Way } from "./route";

const PAD = 18;
const NODE_GAP = 30;
const RANK_GAP = 40;
const WIDEST_LABEL = 200;
/** From so many boxes on, a layout that is a little less tight takes half the time. */
const MANY = 200;

/** A box in its place. */
export interface Placed {
  node: GraphNode;
  box: Box;
  x: number;
  y: number;
  width: number;
  height: number;
  /** What is in it, where it is unfolded. */
  inner?: { picture: Picture; x: number; y: number };
}

/** All of one level; `x` and `y` are where its upper left corner is. */
export interface Picture {
  x: number;
  y: number;
  width: number;
  height: number;
  nodes: Placed[];
  routes: Route[];
}

/** Arranges a graph and what is unfolded in it; `marked` are those that fold. */
export function arrange(graph: Graph, unfolded: ReadonlySet<string>, marked: boolean): Picture {
  const nodes = graph.nodes.map((node) => measured(node, unfolded, marked));
  const numbers = new Map(nodes.map(({ node }, at) => [node.id, at]));
  const edges = graph.edges.filter(({ source, target }) => numbers.has(source) && numbers.has(target));
  const ways = layOut(nodes, edges, numbers);
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

/** Gives nodes their places, and says how edges go. */
function layOut(nodes: Placed[], edges: Edge[], numbers: Map<string, number>): Way[] {
  const laidOut = new Layout({ multigraph: true });
  const ranker = nodes.length > MANY ? "tight-tree" : "network-simplex";
  const ranksep = RANK_GAP + 4 * Math.min(mostMeeting(edges), 10);
  laidOut.setGraph({ nodesep: NODE_GAP, edgesep: 18, ranksep, ranker });
  nodes.forEach(({ width, height }, at) => laidOut.setNode(String(at), { width, height }));
  const ways = edges.map((edge): Way => {
    const source = nodes[numbers.get(edge.source)!]!;
    const target = nodes[numbers.get(edge.target)!]!;
    return { source, target, points: [], x: 0, y: 0, ...labelOf(edge, source.node) };
  });
  sayOnce(ways);
  ways.forEach(({ label, labelWidth }, at) => {
    const { source, target } = edges[at]!;
    const size = { width: label ? labelWidth : 0, height: label ? LABEL_HEIGHT : 0 };
    const ends = [String(numbers.get(source)), String(numbers.get(target))] as const;
    laidOut.setEdge(...ends, { ...size, labelpos: "c" }, String(at));
  });
  layout(laidOut);
  const places = nodes.map((_, at) => laidOut.node(String(at)) as Point);
  const turn = isMirrored(places) ? -1 : 1;
  nodes.forEach((placed, at) => {
    placed.x = turn * places[at]!.x - placed.width / 2;
    placed.y = places[at]!.y - placed.height / 2;
  });
  const turned = ({ x, y }: Point): Point => ({ x: turn * (x ?? 0), y: y ?? 0 });
  edges.forEach(({ source, target }, at) => {
    const ends = [String(numbers.get(source)), String(numbers.get(target))] as const;
    const found = laidOut.edge(...ends, String(at)) as Point & { points: Point[] };
    Object.assign(ways[at]!, turned(found), { points: found.points.map(turned) });
  });
  return ways;
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
function mostMeeting(edges: Edge[]): number {
  const ends = new Map<string, number>();
  for (const { target } of edges) ends.set(target, (ends.get(target) ?? 0) + 1);
  return Math.max(0, ...ends.values());
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
