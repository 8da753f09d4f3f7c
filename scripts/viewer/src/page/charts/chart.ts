// What all charts have in common: they are drawn once they are nearly seen, again where their width
// changes, and say in words what they show.
import { plot, type PlotOptions } from "@observablehq/plot";
import { element, seen } from "../elements";
import { lazily } from "../lazily";

/** How what is pointed at is told. */
export const TIP = { fill: "var(--raised)", stroke: "var(--strong-line)", lineWidth: 40, lineHeight: 1.3 };

export interface Chart {
  node: HTMLElement;
  redraw: () => void;
}

/** A chart. `options` are Plot's own, for the width that there is; `label` says what is seen. */
export function chart(label: () => string, height: number, options: (width: number) => PlotOptions): Chart {
  const node = element("div", { class: "chart" });
  node.style.height = `${height}px`;
  let width = 0;
  const redraw = () => {
    if (width) drawInto(node, label(), { height, width, ...options(width) });
  };
  lazily(node, () => {
    const measure = () => {
      const now = Math.floor(node.clientWidth);
      if (now === width || !now) return;
      width = now;
      redraw();
    };
    new ResizeObserver(measure).observe(node);
    measure();
  });
  return { node, redraw };
}

/**
 * Draws what `host` shows, and says it. The page's own styles stand for Plot's style element, which
 * its policy forbids.
 */
export function drawInto(host: HTMLElement, label: string, options: PlotOptions): void {
  const made = plot({ className: "plot", style: { background: "none", overflow: "visible" }, ...options });
  for (const style of made.querySelectorAll("style")) style.remove();
  made.setAttribute("aria-hidden", "true");
  host.setAttribute("role", "img");
  host.setAttribute("aria-label", seen(label));
  host.replaceChildren(made);
}

/** Whole numbers along an axis of epochs, about so many. */
export function wholeTicks(first: number, last: number, many: number): number[] {
  const rough = Math.max(1, (last - first) / Math.max(1, many));
  const power = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 5, 10].map((times) => Math.max(1, times * power)).find((one) => one >= rough) ?? 10 * power;
  const ticks: number[] = [];
  for (let at = Math.ceil(first / step) * step; at <= last; at += step) ticks.push(at);
  return ticks;
}

/** The smallest and the largest of the finite ones. */
export function extent(values: Iterable<number | null>): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}
