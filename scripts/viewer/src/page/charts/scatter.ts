// Predicted values over true ones: right is what lies on the diagonal.
import { axisX, axisY, dot, gridX, gridY, line } from "@observablehq/plot";
import { number, tick } from "../numbers";
import { chart, extent, TIP } from "./chart";

/** A point a row. */
export function scatter(name: string, truth: number[], predicted: number[]): HTMLElement {
  const [low, high] = extent([...truth, ...predicted]) ?? [0, 1];
  const room = (high - low) * 0.04 || 1;
  const domain: [number, number] = [low - room, high + room];
  const points = truth.map((x, at) => ({
    x,
    y: predicted[at]!,
    title: `true ${number(x)}\npredicted ${number(predicted[at])}`,
  }));
  const label = `Scatter plot of ${points.length} rows: predicted ${name} over true ${name}, from ${number(low)} to ${number(high)}, with the diagonal`;
  return chart(
    () => label,
    300,
    (width) => ({
      marginLeft: 52,
      marginBottom: 40,
      marginTop: 12,
      x: { domain, label: null },
      y: { domain, label: null },
      marks: [
        gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks: width / 90 }),
        gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
        axisX({
          ticks: width / 90,
          tickFormat: tick,
          tickSize: 0,
          label: "true",
          labelArrow: "none",
          labelAnchor: "center",
        }),
        axisY({ ticks: 5, tickFormat: tick, tickSize: 0, label: "predicted", labelArrow: "none" }),
        line(
          [domain, domain].map(([a, b], at) => (at ? [b, b] : [a, a])),
          { stroke: "var(--soft-ink)", strokeDasharray: "4 3" },
        ),
        dot(points, {
          x: "x",
          y: "y",
          r: 2.5,
          fill: "var(--series-1)",
          fillOpacity: 0.45,
          title: "title",
          tip: TIP,
        }),
      ],
    }),
  ).node;
}
