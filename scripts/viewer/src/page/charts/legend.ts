// How lines are told apart, by color and by dashes.
import { element } from "../elements";

const DASHES = ["", "6 3", "2 3", "8 3 2 3", "12 4", "1 4", "8 3 2 3 2 3", "4 2"];

export const color = (style: number) => `var(--series-${(style % 8) + 1})`;
/** Lines of one color differ in their dashes. */
export const dashes = (style: number) => DASHES[(style + Math.floor(style / 8)) % 8] || "none";

/** What each line looks like. */
export function legend(lines: { name: string; style: number }[]): HTMLElement {
  return element(
    "ul",
    { class: "legend" },
    ...lines.map((one) => element("li", {}, swatch(one.style), one.name)),
  );
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
