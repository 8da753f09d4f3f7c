// The values of a chart, to be read one by one.
import { element, scrolling } from "../elements";
import { number } from "../numbers";
import type { LinesOptions } from "./line";
import { byEpoch } from "./pointed";

/** A row an epoch, a column a line. */
export function valuesTable({ title, lines, format = number }: LinesOptions): HTMLElement {
  const { epochs, places } = byEpoch(lines);
  const head = element(
    "tr",
    {},
    ...["epoch", ...lines.map((one) => one.name)].map((name) => element("th", { scope: "col" }, name)),
  );
  const rows = epochs.map((epoch) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, String(epoch)),
      ...places.map((place) => element("td", {}, place.has(epoch) ? format(place.get(epoch)!) : "–")),
    ),
  );
  return scrolling(
    `Values of ${title}`,
    "values",
    element("table", { class: "numbers" }, element("thead", {}, head), element("tbody", {}, ...rows)),
  );
}
