// How trials look in all charts of a sweep.
import { dot, pointer, tip, type Markish } from "@observablehq/plot";
import { element, seen } from "../elements";
import { TIP } from "../charts/chart";
import { bestTrials, told } from "./trials";
import type { Sweep, Trial } from "./records";

export interface Look {
  name: string;
  stroke: string;
  fill: string;
  radius: number;
}

export const BEST: Look = { name: "best", stroke: "var(--series-2)", fill: "var(--series-2)", radius: 5 };
export const FINISHED: Look = { name: "finished", stroke: "none", fill: "var(--series-1)", radius: 3 };
export const PRUNED: Look = {
  name: "pruned",
  stroke: "var(--strong-line)",
  fill: "var(--paper)",
  radius: 2.5,
};

/** The trials that charts show, a group a look, the best ones last and so above the others. */
export function groups(sweep: Sweep, withPruned = true): { look: Look; trials: Trial[] }[] {
  const best = new Set(sweep.best);
  const others = sweep.trials.filter(({ number }) => !best.has(number));
  const found = [
    { look: PRUNED, trials: others.filter(({ state }) => withPruned && state === "pruned") },
    { look: FINISHED, trials: others.filter(({ state }) => state === "finished") },
    { look: BEST, trials: bestTrials(sweep) },
  ];
  return found.filter(({ trials }) => trials.length);
}

/** What each kind of dot means. */
export function looksLegend(sweep: Sweep, withPruned = true): HTMLElement {
  const items = groups(sweep, withPruned).map(({ look }) => element("li", {}, dotSwatch(look), look.name));
  return element("ul", { class: "legend" }, ...items);
}

function dotSwatch({ stroke, fill, radius }: Look): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const [made, circle] = [document.createElementNS(space, "svg"), document.createElementNS(space, "circle")];
  const size = { class: "swatch", width: 12, height: 12, "aria-hidden": "true" };
  for (const [name, value] of Object.entries(size)) made.setAttribute(name, String(value));
  const round = { cx: 6, cy: 6, r: radius, stroke, fill };
  for (const [name, value] of Object.entries(round)) circle.setAttribute(name, String(value));
  made.append(circle);
  return made;
}

/** So much is seen of each of many lines or dots that lie over each other. */
export const faintness = (many: number, clear: number): number => Math.max(0.04, Math.min(0.8, clear / many));

type Place = (trial: Trial) => number | null;

/** A dot a trial, told of where it is pointed at; trials without a place have none. */
export function dots(sweep: Sweep, x: Place, y: Place, withPruned = true): Markish[] {
  const placed = groups(sweep, withPruned).map(({ look, trials }) => ({
    look,
    there: trials.filter((trial) => x(trial) !== null && y(trial) !== null),
  }));
  const title = (trial: Trial) => seen(told(sweep, trial));
  const all = placed.flatMap(({ there }) => there);
  const marks = placed.map(({ look, there }) =>
    dot(there, {
      x,
      y,
      r: look.radius,
      fill: look.fill,
      stroke: look.stroke,
      strokeOpacity: look === PRUNED ? Math.max(0.35, faintness(there.length, 200)) : 1,
      fillOpacity: look === FINISHED ? Math.max(0.35, faintness(there.length, 200)) : 1,
    }),
  );
  return [...marks, tip(all, pointer({ x, y, title, ...TIP, maxRadius: Infinity }))];
}
