// Tables that are written once.
import { element, scrolling, type Child } from "../elements";

/** Longer tables scroll beneath their heads. */
const SEEN_WHOLE = 20;

export interface PlainRow {
  head: Child;
  cells: Child[];
}

/** A table whose rows have heads; the first column's is `heads[0]`. */
export function plainTable(label: string, heads: Child[], rows: PlainRow[], className = ""): HTMLElement {
  const head = element(
    "tr",
    {},
    ...heads.map((one) =>
      one === null || one === "" ? element("td") : element("th", { scope: "col" }, one),
    ),
  );
  const body = rows.map((row) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, row.head),
      ...row.cells.map((cell) => (cell instanceof HTMLTableCellElement ? cell : element("td", {}, cell))),
    ),
  );
  return scrolling(
    label,
    rows.length > SEEN_WHOLE ? "tall" : "",
    element("table", { class: className }, element("thead", {}, head), element("tbody", {}, ...body)),
  );
}

/** Names and values beneath each other. */
export function pairs(label: string, rows: [string, string][]): HTMLElement {
  const body = rows.map(([name, value]) =>
    element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, value || "–")),
  );
  return scrolling(label, "", element("table", { class: "pairs" }, element("tbody", {}, ...body)));
}
