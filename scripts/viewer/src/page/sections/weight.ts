// What a weight's row opens to.
import { weightHistogram } from "../charts/histograms";
import { linesFigure } from "../charts/lines";
import { element, scrolling } from "../elements";
import { number } from "../numbers";
import type { Histogram, ReportWeight } from "../records";

/** Its histograms on one scale, its norm over the epochs, and the line that makes it. */
export function weightDetail(weight: ReportWeight): HTMLElement {
  return element(
    "div",
    { class: "weight" },
    element("p", { class: "caption" }, `${weight.dtype}, ${weight.trainable ? "trained" : "not trained"}`),
    weight.line
      ? scrolling(`Generated line of ${weight.path}`, "source", element("code", {}, weight.line))
      : null,
    element("div", { class: "weight-charts" }, histograms(weight), norms(weight)),
  );
}

function histograms({ before, after }: ReportWeight): HTMLElement | null {
  const known = [before, after].filter((one) => one !== null);
  if (!known.length) return null;
  const domain = room(Math.min(...known.map((one) => one.low)), Math.max(...known.map((one) => one.high)));
  return element(
    "figure",
    { class: "histograms" },
    element("h3", {}, "Values"),
    ...one("Before training", before, domain, 1),
    ...one("After training", after, domain, 2),
  );
}

function one(
  when: string,
  histogram: Histogram | null,
  domain: [number, number],
  style: number,
): HTMLElement[] {
  if (!histogram) return [];
  const { low, high, mean, std } = histogram;
  const said = low < high ? `mean ${number(mean)}, std ${number(std)}` : `all ${number(low)}`;
  return [
    element("p", { class: "caption" }, element("strong", {}, when), ` ${said}`),
    weightHistogram(when.toLowerCase(), histogram, domain, style),
  ];
}

/** Where all values are one, there is still something to see around it. */
function room(low: number, high: number): [number, number] {
  return low < high ? [low, high] : [low - 1, high + 1];
}

function norms({ path, epochs, norms: values }: ReportWeight): HTMLElement | null {
  if (values.length < 2) return null;
  return linesFigure({
    title: `Norm of ${path}`,
    lines: [{ name: "norm", values, epochs, style: 0 }],
    height: 240,
  }).node;
}
