// What is said of the epoch that is pointed at.
import { dot, pointerX, ruleX, tip, type Markish } from "@observablehq/plot";
import { seen } from "../elements";
import { TIP } from "./chart";
import { color } from "./legend";
import type { Line } from "./line";

interface Point {
  epoch: number;
  y: number;
  title: string;
}

/** All values of the epoch that is pointed at, in one tip. */
export function pointed(lines: Line[], format: (value: number | null) => string): Markish[] {
  const { epochs, places } = byEpoch(lines);
  const points: Point[] = epochs.flatMap((epoch) => {
    const rows = lines.flatMap((one, at) =>
      places[at]!.has(epoch) ? [{ one, value: places[at]!.get(epoch)! }] : [],
    );
    const heights = rows.flatMap(({ value }) => (value === null ? [] : [value]));
    if (!heights.length) return [];
    const said = rows.map(({ one, value }) =>
      lines.length > 1 ? `${one.name}  ${format(value)}` : format(value),
    );
    return [{ epoch, y: Math.max(...heights), title: seen([`epoch ${epoch}`, ...said].join("\n")) }];
  });
  const look = { x: "epoch", y: "y", title: "title" };
  return [
    ruleX(points, pointerX({ x: "epoch", py: "y", stroke: "var(--strong-line)", maxRadius: Infinity })),
    ...lines.map((one) =>
      dot(
        one.values,
        pointerX({
          x: one.epochs,
          y: one.values.map((value) => value ?? NaN),
          fill: color(one.style),
          stroke: "var(--paper)",
          r: 3.5,
          maxRadius: Infinity,
        }),
      ),
    ),
    tip(points, pointerX({ ...look, ...TIP, maxRadius: Infinity })),
  ];
}

/** The epochs of any of the lines, and the values of each line by epoch. */
export function byEpoch(lines: Line[]): { epochs: number[]; places: Map<number, number | null>[] } {
  const epochs = [...new Set(lines.flatMap((one) => one.epochs))].sort((one, other) => one - other);
  const places = lines.map((one) => new Map(one.epochs.map((epoch, at) => [epoch, one.values[at] ?? null])));
  return { epochs, places };
}
