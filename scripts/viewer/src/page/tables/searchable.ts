// A table of many rows: it is searched, sorted by a click on a head, and made as far as it is seen.
import { button, element, scrolling, type Child } from "../elements";
import { counted, count } from "../numbers";
import { rowMatcher } from "./matcher";

export interface Column<Row> {
  head: string;
  cell: (row: Row) => Child;
  /** What rows are sorted by; a column without it can't be sorted. */
  key?: (row: Row) => string | number | null;
  numeric?: boolean;
}

export interface SearchableOptions<Row> {
  label: string;
  /** What a row is called: `weight`, and several, where that is not with an s. */
  noun: string;
  nouns?: string;
  rows: Row[];
  columns: Column<Row>[];
  text: (row: Row) => string;
  /** What a row opens to; made when it is opened. */
  detail?: (row: Row) => Child;
}

export interface Searchable {
  node: HTMLElement;
  /** Shows the rows that a text finds, and opens the first. */
  find: (text: string) => void;
}

const AT_ONCE = 100;
/** So few are seen without a search. */
const FEW = 12;

export function searchable<Row>(options: SearchableOptions<Row>): Searchable {
  const { rows, noun, nouns = `${noun}s` } = options;
  let shown = AT_ONCE;
  let sorted: { column: Column<Row>; descending: boolean } | null = null;
  const body = element("tbody");
  const said = element("p", { class: "found", role: "status" });
  const more = button("", () => {
    shown = Infinity;
    fill();
  }, { class: "more" });
  const search = element("input", { type: "search", "aria-label": `Search the ${nouns}`, placeholder: `Search the ${nouns}`, autocomplete: "off", spellcheck: "false" });
  search.addEventListener("input", () => {
    shown = AT_ONCE;
    fill();
  });
  const heads = options.columns.map((column) => headOf(column, () => {
    sorted = { column, descending: sorted?.column === column && !sorted.descending };
    heads.forEach((head, at) => head.setAttribute("aria-sort", options.columns[at] !== column ? "none" : sorted!.descending ? "descending" : "ascending"));
    fill();
  }));
  const fill = () => {
    const matches = rowMatcher(search.value);
    const found = ordered(rows.filter((row) => matches(options.text(row))), sorted);
    const made = found.slice(0, shown).flatMap((row) => rowOf(options, row));
    body.replaceChildren(...(made.length ? made : [nothing(options.columns.length, noun)]));
    said.textContent = found.length === rows.length ? counted(rows.length, noun, nouns) : `${count(found.length)} of ${counted(rows.length, noun, nouns)}`;
    more.hidden = found.length <= shown;
    more.textContent = `Show ${count(found.length - shown)} more`;
  };
  fill();
  const table = element("table", { class: "searchable" }, element("thead", {}, element("tr", {}, ...heads)), body);
  const few = rows.length <= FEW;
  const node = element(
    "div",
    { class: "searchable-box" },
    few ? null : element("div", { class: "tools" }, search, said),
    scrolling(options.label, "tall", table, more),
  );
  const find = (text: string) => {
    search.value = text;
    shown = AT_ONCE;
    fill();
    const opener = body.querySelector<HTMLButtonElement>("button.opener");
    if (opener?.getAttribute("aria-expanded") === "false") opener.click();
    opener?.focus({ preventScroll: true });
  };
  return { node, find };
}

function headOf<Row>(column: Column<Row>, sort: () => void): HTMLElement {
  const attributes = { scope: "col", class: column.numeric ? "numeric" : "" };
  if (!column.key) return element("th", attributes, column.head);
  return element("th", { ...attributes, "aria-sort": "none" }, button(column.head, sort, { class: "sort" }));
}

function ordered<Row>(rows: Row[], sorted: { column: Column<Row>; descending: boolean } | null): Row[] {
  const key = sorted?.column.key;
  if (!key) return rows;
  const sign = sorted.descending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [key(one), key(other)];
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    return sign * String(a).localeCompare(String(b), "en", { numeric: true });
  });
}

function rowOf<Row>({ columns, detail }: SearchableOptions<Row>, row: Row): HTMLTableRowElement[] {
  const cells = columns.map(({ cell, numeric }, at) => {
    if (at) return element("td", { class: numeric ? "numeric" : "" }, cell(row));
    return element("th", { scope: "row" }, detail ? opener(cell(row)) : cell(row));
  });
  const made = element("tr", {}, ...cells);
  const open = cells[0]!.querySelector<HTMLButtonElement>("button.opener");
  if (detail && open) open.addEventListener("click", () => unfold(open, made, columns.length, () => detail(row)));
  return [made];
}

function opener(child: Child): HTMLButtonElement {
  return element("button", { type: "button", class: "opener", "aria-expanded": "false" }, child);
}

/** Opens or closes what belongs to a row, beneath it. */
function unfold(open: HTMLButtonElement, row: HTMLTableRowElement, width: number, make: () => Child): void {
  const opening = open.getAttribute("aria-expanded") === "false";
  open.setAttribute("aria-expanded", String(opening));
  if (!opening) return row.nextElementSibling?.remove();
  row.after(element("tr", { class: "detail" }, element("td", { colspan: width }, make())));
}

function nothing(width: number, noun: string): HTMLTableRowElement {
  return element("tr", {}, element("td", { colspan: width, class: "nothing" }, `No ${noun} is found.`));
}
