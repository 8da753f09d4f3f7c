// The columns of a table, and its rows in the order of one of them.
import { button, element, type Child } from "../elements";

export interface Column<Row> {
  head: string;
  cell: (row: Row) => Child;
  /** What rows are sorted by; a column without it can't be sorted. */
  key?: (row: Row) => string | number | null;
  numeric?: boolean;
}

export interface Order<Row> {
  column: Column<Row>;
  descending: boolean;
}

/** The head of a column; a click on it sorts. */
export function headOf<Row>(column: Column<Row>, sort: () => void): HTMLElement {
  const attributes = { scope: "col", class: column.numeric ? "numeric" : "" };
  if (!column.key) return element("th", attributes, column.head);
  return element("th", { ...attributes, "aria-sort": "none" }, button(column.head, sort, { class: "sort" }));
}

/** The rows in an order; what has no value comes last. */
export function ordered<Row>(rows: Row[], order: Order<Row> | null): Row[] {
  const key = order?.column.key;
  if (!key) return rows;
  const sign = order.descending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [key(one), key(other)];
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    return sign * String(a).localeCompare(String(b), "en", { numeric: true });
  });
}
