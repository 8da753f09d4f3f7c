// A chart whose height is a metric: it leaves room for what is good, and says what it leaves out.
import { axisY, gridY, type Markish, type PlotOptions } from "@observablehq/plot";
import { chart, extent } from "../charts/chart";
import { element, toggle, type Child } from "../elements";
import { counted, tick } from "../numbers";
import { byGoal } from "./trials";
import type { Goal } from "./records";

/** So often the way from the best value to the middle one is seen below the middle one. */
const WAYS = 3;

export interface View {
  domain: [number, number];
  /** How many values lie beyond it. */
  beyond: number;
}

/** What is worth seeing of some values: a few that are very bad would make a line of the others. */
export function viewOf(values: (number | null)[], goal: Goal): View {
  const [low, high] = extent(values) ?? [0, 1];
  const whole: View = { domain: widened(low, high), beyond: 0 };
  const sorted = values.filter((value) => value !== null).sort((one, other) => byGoal(goal, one, other));
  const [best, middle] = [sorted[0], sorted[Math.floor(sorted.length / 2)]];
  if (best === undefined || middle === undefined || best === middle) return whole;
  const end = middle + WAYS * (middle - best);
  const domain: [number, number] = goal.mode === "max" ? [end, high] : [low, end];
  if (!Number.isFinite(end) || high - low < 2 * (domain[1] - domain[0])) return whole;
  return { domain, beyond: sorted.filter((value) => value < domain[0] || value > domain[1]).length };
}

function widened(low: number, high: number): [number, number] {
  return low < high ? [low, high] : [low - 1, high + 1];
}

export interface ValueFigure {
  title: string;
  goal: () => Goal;
  /** All values that are shown. */
  values: () => (number | null)[];
  /** What is seen, in words. */
  label: () => string;
  /** Beside the title. */
  head?: Child;
  height?: number;
  /** What is drawn, besides the metric's axis. */
  marks: (width: number) => Markish[];
  x: (width: number) => PlotOptions["x"];
  marginBottom?: number;
}

/** A figure: heading, buttons that change the metric's axis, and the chart. */
export function valueFigure(options: ValueFigure): { node: HTMLElement; redraw: () => void } {
  let [logarithmic, all] = [false, false];
  const beyond = element("p", { class: "caption" });
  const view = () => {
    const [seen, [low, high]] = [viewOf(options.values(), options.goal()), extent(options.values()) ?? [0, 1]];
    return all || logarithmic ? { domain: widened(low, high), beyond: 0 } : seen;
  };
  const drawing = chart(options.label, options.height ?? 260, (width) => {
    const seen = view();
    beyond.hidden = !seen.beyond;
    beyond.textContent = `${counted(seen.beyond, "value")} beyond the scale, drawn at its edge.`;
    return {
      marginLeft: 52,
      marginRight: 14,
      marginTop: 12,
      marginBottom: options.marginBottom ?? 34,
      x: options.x(width),
      y: {
        type: logarithmic ? "log" : "linear",
        domain: seen.domain,
        clamp: seen.beyond > 0,
        nice: !seen.beyond,
        label: null,
      },
      marks: [
        gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: logarithmic ? 2 : 5 }),
        axisY({ ticks: logarithmic ? 3 : 5, tickFormat: tick, tickSize: 0, tickPadding: 6 }),
        ...options.marks(width),
      ],
    };
  });
  const switches = [
    spansMagnitudes(options.values()) &&
      toggle("Log scale", false, (pressed) => {
        logarithmic = pressed;
        drawing.redraw();
      }),
    viewOf(options.values(), options.goal()).beyond > 0 &&
      toggle("All values", false, (pressed) => {
        all = pressed;
        drawing.redraw();
      }),
  ].filter((one) => one !== false);
  const head = element("div", { class: "figure-head" }, element("h3", {}, options.title), options.head ?? null);
  if (switches.length) head.append(element("div", { class: "switches" }, ...switches));
  return { node: element("figure", {}, head, drawing.node, beyond), redraw: drawing.redraw };
}

function spansMagnitudes(values: (number | null)[]): boolean {
  const found = extent(values);
  return found !== null && found[0] > 0 && found[1] / found[0] > 20;
}
