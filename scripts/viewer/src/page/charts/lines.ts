// Values over epochs: one line or several, with what they are at the epoch that is pointed at.
import { axisX, axisY, dot, gridY, line, pointerX, ruleX, text, tip, type Markish } from "@observablehq/plot";
import { element, folded, scrolling, seen, toggle } from "../elements";
import { number, tick } from "../numbers";
import { chart, extent, TIP, wholeTicks, type Chart } from "./chart";

export interface Line {
  name: string;
  values: (number | null)[];
  epochs: number[];
  /** Which of the colors and dash patterns, from 0. */
  style: number;
}

export interface Marked {
  epoch: number;
  text: string;
}

export interface LinesOptions {
  title: string;
  lines: Line[];
  marked?: Marked | null;
  height?: number;
  format?: (value: number | null) => string;
  /** Which of the lines are drawn now. */
  shown?: (line: Line) => boolean;
  /** Whether it is said beside the title what each line looks like. */
  legend?: boolean;
}

const DASHES = ["", "6 3", "2 3", "8 3 2 3", "12 4", "1 4", "8 3 2 3 2 3", "4 2"];
/** Lines of more points than this have no dots on them. */
const DOTTED = 30;

export const color = (style: number) => `var(--series-${(style % 8) + 1})`;
/** Lines of one color differ in their dashes. */
export const dashes = (style: number) => DASHES[(style + Math.floor(style / 8)) % 8] || "none";

/** A figure: heading, legend, the chart, and the values as a table. */
export function linesFigure(options: LinesOptions): { node: HTMLElement; redraw: () => void } {
  let logarithmic = false;
  const drawing = linesChart(options, () => logarithmic);
  const head = element("div", { class: "figure-head" }, element("h3", {}, options.title));
  if (options.legend) head.append(legend(options.lines));
  if (spansMagnitudes(options.lines)) {
    head.append(toggle("Log scale", false, (pressed) => {
      logarithmic = pressed;
      drawing.redraw();
    }));
  }
  const table = folded("Values as a table", () => valuesTable(options));
  const node = element("figure", { class: "lines" }, head, drawing.node, table);
  return { node, redraw: drawing.redraw };
}

/** What each line looks like. */
export function legend(lines: { name: string; style: number }[]): HTMLElement {
  return element("ul", { class: "legend" }, ...lines.map((one) => element("li", {}, swatch(one.style), one.name)));
}

/** A piece of a line, as in the chart. */
export function swatch(style: number): SVGElement {
  const stroke = { stroke: color(style), "stroke-width": 2, "stroke-dasharray": dashes(style) };
  const piece = shape("line", { x1: 1, x2: 25, y1: 5, y2: 5, ...stroke });
  const made = shape("svg", { class: "swatch", width: 26, height: 10, "aria-hidden": "true" });
  made.append(piece);
  return made;
}

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function spansMagnitudes(lines: Line[]): boolean {
  const found = extent(lines.flatMap((one) => one.values));
  return found !== null && found[0] > 0 && found[1] / found[0] > 20;
}

/** The chart alone. */
function linesChart(options: LinesOptions, isLogarithmic: () => boolean): Chart {
  const shown = () => options.lines.filter(options.shown ?? (() => true));
  return chart(() => described(options, shown()), options.height ?? 240, (width) => {
    const lines = shown();
    const [first, last] = extent(options.lines.flatMap((one) => extent(one.epochs) ?? [])) ?? [0, 1];
    const many = Math.max(...options.lines.map((one) => one.epochs.length));
    const format = options.format ?? number;
    return {
      marginLeft: 52,
      marginRight: 14,
      marginTop: 20,
      marginBottom: 32,
      x: { domain: first === last ? [first - 1, last + 1] : [first, last], label: null },
      y: { type: isLogarithmic() ? "log" : "linear", label: null, nice: true, zero: false },
      marks: [
        gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: isLogarithmic() ? 2 : 5 }),
        axisY({ ticks: 5, tickFormat: tick, tickSize: 0, tickPadding: 6 }),
        axisX(wholeTicks(first, last, width / 90), { tickFormat: tick, tickSize: 4, label: "epoch", labelArrow: "none", labelAnchor: "right" }),
        ...markedEpoch(options.marked ?? null, first, last),
        ...lines.flatMap((one) => lineMarks(one, isLogarithmic(), many <= DOTTED)),
        ...pointed(lines, format),
      ],
    };
  });
}

function lineMarks(one: Line, logarithmic: boolean, dotted: boolean): Markish[] {
  const values = logarithmic ? one.values.map((value) => (value !== null && value > 0 ? value : null)) : one.values;
  const look = { x: one.epochs, y: values.map((value) => value ?? NaN), stroke: color(one.style) };
  const made: Markish[] = [line(values, { ...look, strokeWidth: 1.75, strokeDasharray: dashes(one.style) })];
  if (dotted) made.push(dot(values, { ...look, fill: color(one.style), r: 2 }));
  return made;
}

function markedEpoch(marked: Marked | null, first: number, last: number): Markish[] {
  if (!marked) return [];
  const late = marked.epoch > (first + last) / 2;
  return [
    ruleX([marked.epoch], { stroke: "var(--soft-ink)", strokeDasharray: "3 3" }),
    text([marked.epoch], {
      x: [marked.epoch],
      text: [marked.text],
      frameAnchor: "top",
      textAnchor: late ? "end" : "start",
      dx: late ? -5 : 5,
      dy: -14,
      fill: "var(--soft-ink)",
    }),
  ];
}

interface Point {
  epoch: number;
  y: number;
  title: string;
}

/** All values of the epoch that is pointed at, in one tip. */
function pointed(lines: Line[], format: (value: number | null) => string): Markish[] {
  const epochs = [...new Set(lines.flatMap((one) => one.epochs))].sort((one, other) => one - other);
  const places = lines.map((one) => new Map(one.epochs.map((epoch, at) => [epoch, one.values[at] ?? null])));
  const points: Point[] = epochs.flatMap((epoch) => {
    const rows = lines.flatMap((one, at) => (places[at]!.has(epoch) ? [{ one, value: places[at]!.get(epoch)! }] : []));
    const heights = rows.flatMap(({ value }) => (value === null ? [] : [value]));
    if (!heights.length) return [];
    const said = rows.map(({ one, value }) => (lines.length > 1 ? `${one.name}  ${format(value)}` : format(value)));
    return [{ epoch, y: Math.max(...heights), title: seen([`epoch ${epoch}`, ...said].join("\n")) }];
  });
  const look = { x: "epoch", y: "y", title: "title" };
  return [
    ruleX(points, pointerX({ x: "epoch", py: "y", stroke: "var(--strong-line)", maxRadius: Infinity })),
    ...lines.map((one) => dot(one.values, pointerX({
      x: one.epochs, y: one.values.map((value) => value ?? NaN), fill: color(one.style), stroke: "var(--paper)", r: 3.5, maxRadius: Infinity,
    }))),
    tip(points, pointerX({ ...look, ...TIP, maxRadius: Infinity })),
  ];
}

function described({ title, marked }: LinesOptions, lines: Line[]): string {
  const each = lines.map(({ name, values }) => {
    const finite = values.filter((value) => value !== null);
    const found = extent(finite);
    if (!found) return `${name}: no finite values`;
    return `${name}: from ${number(finite[0])} to ${number(finite.at(-1))}, lowest ${number(found[0])}, highest ${number(found[1])}`;
  });
  return [`Line chart of ${title} over epochs`, ...each, ...(marked ? [marked.text] : [])].join(". ");
}

function valuesTable({ title, lines, format = number }: LinesOptions): HTMLElement {
  const epochs = [...new Set(lines.flatMap((one) => one.epochs))].sort((one, other) => one - other);
  const places = lines.map((one) => new Map(one.epochs.map((epoch, at) => [epoch, one.values[at] ?? null])));
  const head = element("tr", {}, ...["epoch", ...lines.map((one) => one.name)].map((name) => element("th", { scope: "col" }, name)));
  const rows = epochs.map((epoch) => element(
    "tr",
    {},
    element("th", { scope: "row" }, String(epoch)),
    ...places.map((place) => element("td", {}, place.has(epoch) ? format(place.get(epoch)!) : "–")),
  ));
  return scrolling(`Values of ${title}`, "values", element(
    "table",
    { class: "numbers" },
    element("thead", {}, head),
    element("tbody", {}, ...rows),
  ));
}
