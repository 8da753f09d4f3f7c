// The ways of edges: down through the gaps between rows, straight past what stands in a row.
import type { Placed, Point, Route, Way } from "./picture";

const CORNER = 16;
const PORT_GAP = 12;
const STRAIGHT = 10;
export const LABEL_HEIGHT = 18;

/** Routes edges past boxes. */
export function routeEdges(ways: Way[], nodes: Placed[]): Route[] {
  const rows = rowsOf(ways, nodes);
  const starts = ports(ways, "source");
  const ends = ports(ways, "target");
  return ways.map((way, at): Route => {
    const points = way.source === way.target ? way.points : path(way, starts[at]!, ends[at]!, rows);
    const label = way.label
      ? { x: way.x, y: way.y, width: way.labelWidth, text: way.label }
      : undefined;
    const title = `${way.source.node.title} → ${way.target.node.title}`;
    return { points, rises: !goesDown(way), label, title };
  });
}

/** By where its middle is, half the height of a row. */
type Rows = Map<number, number>;

function rowsOf(ways: Way[], nodes: Placed[]): Rows {
  const rows: Rows = new Map();
  const reach = (y: number, half: number) =>
    rows.set(rowOf(y), Math.max(rows.get(rowOf(y)) ?? 0, half));
  for (const node of nodes) reach(node.y + node.height / 2, node.height / 2);
  for (const way of ways) if (way.label) reach(way.y, LABEL_HEIGHT / 2);
  return rows;
}

function rowOf(y: number): number {
  return Math.round(y * 4);
}

function goesDown({ source, target }: Way): boolean {
  return target.y + target.height / 2 >= source.y + source.height / 2;
}

/** Where along the side of its node each edge begins or ends. */
function ports(ways: Way[], end: "source" | "target"): number[] {
  const found = ways.map((way) => wished(way, end));
  const sides = new Map<string, number[]>();
  const names = new Map<Placed, number>();
  ways.forEach((way, at) => {
    const node = way[end];
    if (!names.has(node)) names.set(node, names.size);
    const side = `${names.get(node)} ${goesDown(way)}`;
    sides.set(side, [...(sides.get(side) ?? []), at]);
  });
  for (const side of sides.values()) {
    side.sort((one, other) => toward(ways[one]!, end) - toward(ways[other]!, end));
    const tooNear = side.some((at, i) => i > 0 && found[at]! - found[side[i - 1]!]! < PORT_GAP);
    if (tooNear) spread(side, ways[side[0]!]![end], found);
  }
  return found;
}

/** The x toward which an edge leaves its node. */
function toward({ points }: Way, end: "source" | "target"): number {
  return points.at(end === "source" ? 1 : -2)!.x;
}

function wished(way: Way, end: "source" | "target"): number {
  const { x, width } = way[end];
  return Math.min(Math.max(toward(way, end), x + CORNER), x + width - CORNER);
}

function spread(side: number[], { x, width }: Placed, found: number[]): void {
  const gap = Math.min(PORT_GAP * 1.5, (width - 2 * CORNER) / (side.length - 1));
  const wished = side.reduce((sum, at) => sum + found[at]!, 0) / side.length;
  const reach = (gap * (side.length - 1)) / 2;
  const middle = Math.min(Math.max(wished, x + CORNER + reach), x + width - CORNER - reach);
  side.forEach((at, i) => (found[at] = middle - reach + i * gap));
}

function path(way: Way, start: number, end: number, rows: Rows): Point[] {
  const down = goesDown(way) ? 1 : -1;
  const side = (node: Placed, x: number, out: number) => {
    const middle = node.y + node.height / 2;
    const own = { x, y: middle + (out * node.height) / 2 };
    return [own, { x, y: middle + out * (rows.get(rowOf(middle)) ?? 0) }];
  };
  const points = side(way.source, start, down);
  for (const { x, y } of way.points.slice(1, -1)) {
    const half = rows.get(rowOf(y)) ?? 0;
    if (half > 0) points.push({ x, y: y - down * half }, { x, y: y + down * half });
  }
  const [own, row] = side(way.target, end, -down) as [Point, Point];
  const straight = { x: end, y: own.y - down * STRAIGHT }; // so that heads stand on a line
  return [...points, (straight.y - row.y) * down < 0 ? straight : row, own];
}
