// A line as small as a word.
import { dot, line } from "@observablehq/plot";
import { element } from "../elements";
import { lazily } from "../lazily";
import { number } from "../numbers";
import { drawInto, extent } from "./chart";

/** How a number went over the epochs; it is drawn once it is nearly seen. */
export function sparkline(epochs: number[], values: (number | null)[]): HTMLElement {
  const made = element("span", { class: "sparkline" });
  const found = extent(values);
  if (!found || values.length < 2) return made;
  const heights = values.map((value) => value ?? NaN);
  const label = `Norm from ${number(values[0])} to ${number(values.at(-1))}`;
  lazily(made, () =>
    drawInto(made, label, {
      width: 110,
      height: 26,
      margin: 3,
      x: { axis: null },
      y: { axis: null, domain: found[0] === found[1] ? [found[0] - 1, found[1] + 1] : found },
      marks: [
        line(heights, { x: epochs, y: heights, stroke: "var(--series-1)", strokeWidth: 1.5 }),
        dot(heights.slice(-1), { x: epochs.slice(-1), y: heights.slice(-1), fill: "var(--series-1)", r: 2 }),
      ],
    }),
  );
  return made;
}
