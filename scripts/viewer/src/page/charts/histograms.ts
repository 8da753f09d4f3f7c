// How values lie, by bins.
import { axisX, axisY, gridY, rectY, ruleX, ruleY, type Markish } from "@observablehq/plot";
import type { Histogram } from "../records";
import { count, number, percent, tick } from "../numbers";
import { chart, TIP } from "./chart";

interface Bin {
  from: number;
  to: number;
  share: number;
  many: number;
}

export function bins(low: number, high: number, counts: number[]): Bin[] {
  const all = counts.reduce((sum, one) => sum + one, 0) || 1;
  const width = (high - low) / counts.length;
  return counts.map((many, at) => ({
    from: low + at * width,
    to: low + (at + 1) * width,
    share: many / all,
    many,
  }));
}

/** How the values of a weight lie; `domain` is that of its other histogram as well. */
export function weightHistogram(
  when: string,
  histogram: Histogram,
  domain: [number, number],
  style: number,
): HTMLElement {
  const { low, high, counts, mean, std } = histogram;
  const label = `Histogram ${when}: values from ${number(low)} to ${number(high)}, mean ${number(mean)}, standard deviation ${number(std)}`;
  const fill = `var(--series-${style})`;
  const marks: Markish[] =
    low < high
      ? [rectY(bins(low, high, counts), { x1: "from", x2: "to", y: "share", fill, inset: 0.25 })]
      : [ruleX([low], { stroke: fill, strokeWidth: 4 })];
  return chart(
    () => label,
    120,
    (width) => ({
      marginLeft: 46,
      marginRight: 12,
      marginTop: 8,
      marginBottom: 24,
      x: { domain, label: null },
      y: low < high ? { label: null } : { axis: null },
      marks: [
        ...(low < high ? shareAxis() : []),
        axisX({ ticks: width / 80, tickFormat: tick, tickSize: 4, label: null }),
        ...marks,
        ruleY([0], { stroke: "var(--soft-ink)" }),
      ],
    }),
  ).node;
}

function shareAxis(): Markish[] {
  return [
    gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 3 }),
    axisY({ ticks: 3, tickFormat: (share: number) => percent(share), tickSize: 0, label: null }),
  ];
}

/** How far predictions are from what is true. */
export function residualHistogram(name: string, low: number, high: number, counts: number[]): HTMLElement {
  const made = bins(low, high, counts).map((bin) => ({
    ...bin,
    title: `${number(bin.from)} to ${number(bin.to)}\n${count(bin.many)} rows, ${percent(bin.share)}`,
  }));
  const label = `Histogram of the residuals of ${name}, from ${number(low)} to ${number(high)}`;
  return chart(
    () => label,
    300,
    (width) => ({
      marginLeft: 52,
      marginBottom: 40,
      marginTop: 12,
      x: { label: null },
      y: { label: null },
      marks: [
        gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
        axisX({
          ticks: width / 80,
          tickFormat: tick,
          tickSize: 4,
          label: "predicted − true",
          labelArrow: "none",
          labelAnchor: "center",
        }),
        axisY({ ticks: 5, tickFormat: tick, tickSize: 0, label: "rows", labelArrow: "none" }),
        low < high
          ? rectY(made, {
              x1: "from",
              x2: "to",
              y: "many",
              fill: "var(--series-1)",
              inset: 0.25,
              title: "title",
              tip: TIP,
            })
          : ruleX([low], { stroke: "var(--series-1)", strokeWidth: 4 }),
        ruleX([0], { stroke: "var(--soft-ink)", strokeDasharray: "3 3" }),
        ruleY([0], { stroke: "var(--soft-ink)" }),
      ],
    }),
  ).node;
}
