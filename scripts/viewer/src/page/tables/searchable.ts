// A table of many rows: it is searched, sorted by a click on a head, and made as far as it is seen.
import { button, element, scrolling, type Child } from "../elements";
import { count, counted } from "../numbers";
import { headOf, ordered, type Column, type Order } from "./column";
import { rowMatcher } from "./matcher";
import { rowOf } from "./row";

export interface SearchableOptions<Row> {
  label: string;
  /** What a row is called: `weight`, and several, where that is not with an s. */
  noun: string;
  nouns?: string;
  rows: Row[];
  columns: Column<Row>[];
  /** What of a row is searched. */
  text: (row: Row) => string;
  /** What a row opens to; made when it is opened. */
  detail?: (row: Row) => Child;
}

const AT_ONCE = 100;
/** So few are seen without a search. */
const FEW = 12;

export class Searchable<Row> {
  readonly node: HTMLElement;
  private readonly nouns: string;
  private readonly heads: HTMLElement[];
  private readonly body = element("tbody");
  private readonly said = element("p", { class: "found", role: "status" });
  private readonly more = button("", () => this.fill(Infinity), { class: "more" });
  private readonly search: HTMLInputElement;
  private order: Order<Row> | null = null;
  private found: Row[] = [];

  constructor(private readonly options: SearchableOptions<Row>) {
    const { label, noun, rows, columns } = options;
    this.nouns = options.nouns ?? `${noun}s`;
    this.heads = columns.map((column) => headOf(column, () => this.sortBy(column)));
    const asked = `Search the ${this.nouns}`;
    this.search = element("input", {
      type: "search",
      "aria-label": asked,
      placeholder: asked,
      spellcheck: "false",
    });
    this.search.addEventListener("input", () => this.fill());
    const head = element("thead", {}, element("tr", {}, ...this.heads));
    const table = element("table", { class: "searchable" }, head, this.body);
    const tools = element("div", { class: "tools" }, this.search, this.said);
    this.node = element("div", { class: "searchable-box" }, scrolling(label, "tall", table, this.more));
    if (rows.length > FEW) this.node.prepend(tools);
    this.fill();
  }

  /** Opens the first row that is meant, after a search for a text where rows are many. */
  open(text: string, isMeant: (row: Row) => boolean): void {
    if (this.search.isConnected) this.search.value = text;
    this.fill(Infinity);
    const at = Math.max(0, this.found.findIndex(isMeant));
    const opener = this.body.querySelectorAll<HTMLButtonElement>("button.opener")[at];
    if (opener?.getAttribute("aria-expanded") === "false") opener.click();
    opener?.focus({ preventScroll: true });
    opener?.scrollIntoView({ block: "nearest" });
  }

  private sortBy(column: Column<Row>): void {
    const descending = this.order?.column === column && !this.order.descending;
    this.order = { column, descending };
    this.heads.forEach((head, at) => {
      const isIt = this.options.columns[at] === column;
      if (head.ariaSort) head.ariaSort = isIt ? (descending ? "descending" : "ascending") : "none";
    });
    this.fill();
  }

  /** Makes the rows that are found, as far as they are shown. */
  private fill(shown = AT_ONCE): void {
    const { rows, columns, noun, text, detail } = this.options;
    const matches = rowMatcher(this.search.value);
    this.found = ordered(
      rows.filter((row) => matches(text(row))),
      this.order,
    );
    const made = this.found.slice(0, shown).map((row) => rowOf(row, columns, detail));
    const none = element("td", { colspan: columns.length, class: "nothing" }, `No ${noun} is found.`);
    this.body.replaceChildren(...(made.length ? made : [element("tr", {}, none)]));
    const [many, all] = [this.found.length, counted(rows.length, noun, this.nouns)];
    this.said.textContent = many === rows.length ? all : `${count(many)} of ${all}`;
    this.more.hidden = many <= shown;
    this.more.textContent = `Show ${count(many - shown)} more`;
  }
}
