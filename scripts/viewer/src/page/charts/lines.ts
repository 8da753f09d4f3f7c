// Values over epochs: one line or several, with what they are at the epoch that is pointed at.
import { axisX, axisY, dot, gridY, line, ruleX, text, type Markish } from "@observablehq/plot";
import { element, folded, toggle } from "../elements";
import { number, tick } from "../numbers";
import { chart, extent, wholeTicks, type Chart } from "./chart";
import { color, dashes, legend } from "./legend";
import type { Line, LinesOptions, Marked } from "./line";
import { pointed } from "./pointed";
import { valuesTable } from "./values_table";

/** Lines of more points than this have no dots on them. */
const DOTTED = 30;

/** A figure: heading, legend, the chart, and the values as a table. */
export function linesFigure(options: LinesOptions): { node: HTMLElement; redraw: () => void } {
  let logarithmic = false;
  const drawing = linesChart(options, () => logarithmic);
  const head = element("div", { class: "figure-head" }, element("h3", {}, options.title));
  if (options.legend) head.append(legend(options.lines));
  if (spansMagnitudes(options.lines)) {
    head.append(
      toggle("Log scale", false, (pressed) => {
        logarithmic = pressed;
        drawing.redraw();
      }),
    );
  }
  const table = folded("Values as a table", () => valuesTable(options));
  const node = element("figure", { class: "lines" }, head, drawing.node, table);
  return { node, redraw: drawing.redraw };
}

function spansMagnitudes(lines: Line[]): boolean {
  const found = extent(lines.flatMap((one) => one.values));
  return found !== null && found[0] > 0 && found[1] / found[0] > 20;
}

/** The chart alone. */
function linesChart(options: LinesOptions, isLogarithmic: () => boolean): Chart {
  const shown = () => options.lines.filter(options.shown ?? (() => true));
  return chart(
    () => described(options, shown()),
    options.height ?? 240,
    (width) => {
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
          axisX(wholeTicks(first, last, width / 90), {
            tickFormat: tick,
            tickSize: 4,
            label: "epoch",
            labelArrow: "none",
            labelAnchor: "right",
          }),
          ...markedEpoch(options.marked ?? null, first, last),
          ...lines.flatMap((one) => lineMarks(one, isLogarithmic(), many <= DOTTED)),
          ...pointed(lines, format),
        ],
      };
    },
  );
}

function lineMarks(one: Line, logarithmic: boolean, dotted: boolean): Markish[] {
  const values = logarithmic
    ? one.values.map((value) => (value !== null && value > 0 ? value : null))
    : one.values;
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

function described({ title, marked }: LinesOptions, lines: Line[]): string {
  const each = lines.map(({ name, values }) => {
    const finite = values.filter((value) => value !== null);
    const found = extent(finite);
    if (!found) return `${name}: no finite values`;
    return `${name}: from ${number(finite[0])} to ${number(finite.at(-1))}, lowest ${number(found[0])}, highest ${number(found[1])}`;
  });
  return [`Line chart of ${title} over epochs`, ...each, ...(marked ? [marked.text] : [])].join(". ");
}
