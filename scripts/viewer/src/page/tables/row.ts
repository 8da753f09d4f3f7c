// A row of a table, which may open to more.
import { element, type Child } from "../elements";
import type { Column } from "./column";

/** A row; with a `detail` its first cell is a button that shows this beneath it. */
export function rowOf<Row>(row: Row, columns: Column<Row>[], detail?: (row: Row) => Child): HTMLElement {
  const [first, ...others] = columns.map(({ cell }) => cell(row));
  const cells = others.map((one, at) =>
    element("td", { class: columns[at + 1]!.numeric ? "numeric" : "" }, one),
  );
  const made = element("tr");
  const head = detail ? opener(first!, made, columns.length, () => detail(row)) : first!;
  made.append(element("th", { scope: "row" }, head), ...cells);
  return made;
}

function opener(child: Child, row: HTMLElement, width: number, make: () => Child): HTMLElement {
  const open = element("button", { type: "button", class: "opener", "aria-expanded": "false" }, child);
  open.addEventListener("click", () => {
    const opening = open.getAttribute("aria-expanded") === "false";
    open.setAttribute("aria-expanded", String(opening));
    if (!opening) row.nextElementSibling?.remove();
    else row.after(element("tr", { class: "detail" }, element("td", { colspan: width }, make())));
  });
  return open;
}
