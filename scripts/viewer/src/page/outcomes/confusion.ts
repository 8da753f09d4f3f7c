// How often rows of each class were taken for each, and what that comes to by class.
import { element, scrolling, type Child } from "../elements";
import { count, counted, percent } from "../numbers";
import { Searchable } from "../tables/searchable";
import type { Confusion } from "../records";

/** Matrices of more classes show counts alone. */
const WITH_SHARES = 16;
const MISTAKES_LISTED = 8;

const sum = (values: number[]) => values.reduce((all, one) => all + one, 0);

/** The figures of a matrix. Where rows hold several values each, as texts do, values are counted. */
export function confusionFigures(confusion: Confusion, rows: number): HTMLElement[] {
  const noun = sum(confusion.counts.map(sum)) > rows ? "value" : "row";
  const { left_out: leftOut, classes } = confusion;
  const missing = leftOut
    ? element(
        "p",
        { class: "warning" },
        `${counted(leftOut, "class", "classes")} with fewer mistakes are not shown; all shares are of the ${count(classes.length)} that are.`,
      )
    : null;
  return [
    element(
      "figure",
      { class: "confusion-figure" },
      element("h3", {}, "Confusion matrix"),
      element(
        "p",
        { class: "caption" },
        "A row for each true class, a column for each predicted one. Colors and shares are of the row; what is right lies on the diagonal, which is framed.",
      ),
      missing,
      element(
        "div",
        { class: "beside" },
        matrix(confusion, noun),
        element("div", { class: "by-class" }, element("h3", {}, "By class"), byClass(confusion, noun)),
      ),
      mistakes(confusion, noun),
    ),
  ];
}

function matrix({ classes, counts }: Confusion, noun: string): HTMLElement {
  const shares = classes.length <= WITH_SHARES;
  const heads = classes.map((name) =>
    element("th", { scope: "col", title: name }, element("span", { class: "turned" }, name)),
  );
  const rows = counts.map((row, at) => {
    const all = sum(row);
    const cells = row.map((many, to) => cell(many, counted(all, noun), all, at === to, shares));
    return element(
      "tr",
      {},
      element("th", { scope: "row", title: classes[at]! }, classes[at]!),
      ...cells,
      element("td", { class: "row-sum" }, count(all)),
    );
  });
  const head = element(
    "tr",
    {},
    element(
      "td",
      { class: "corner" },
      element("span", {}, "predicted →"),
      element("br"),
      element("span", {}, "true ↓"),
    ),
    ...heads,
    element("th", { scope: "col", class: "row-sum" }, `${noun}s`),
  );
  return scrolling(
    "Confusion matrix",
    "tall",
    element(
      "table",
      { class: shares ? "confusion" : "confusion dense" },
      element("thead", {}, head),
      element("tbody", {}, ...rows),
    ),
  );
}

function cell(many: number, said: string, all: number, right: boolean, shares: boolean): HTMLElement {
  const share = all ? many / all : 0;
  const kind = [many ? "" : "zero", right ? "right" : "wrong"].join(" ").trim();
  const text: Child[] = many
    ? [count(many), shares ? element("small", {}, percent(share)) : null]
    : [shares ? "0" : "·"];
  const made = element("td", { class: kind, title: `${percent(share)} of ${said}` }, ...text);
  // Its root, so that few mistakes are seen as well.
  made.style.setProperty("--shade", `${(45 * Math.sqrt(share)).toFixed(1)}%`);
  return made;
}

/** The mistakes that were made most. */
function mistakes({ classes, counts }: Confusion, noun: string): HTMLElement | null {
  const found = counts.flatMap((row, from) =>
    row.flatMap((many, to) => (many && from !== to ? [{ from, to, many, all: sum(row) }] : [])),
  );
  if (!found.length) return element("p", {}, "There is no mistake.");
  if (classes.length < 3) return null;
  const most = found.sort((one, other) => other.many - one.many).slice(0, MISTAKES_LISTED);
  const items = most.map(({ from, to, many, all }) =>
    element(
      "li",
      {},
      element("strong", {}, classes[from]!),
      " taken for ",
      element("strong", {}, classes[to]!),
      `: ${count(many)} of ${counted(all, noun)}, ${percent(many / all)}`,
    ),
  );
  return element(
    "div",
    { class: "mistakes" },
    element("h3", {}, "Most frequent mistakes"),
    element("ol", {}, ...items),
  );
}

interface ClassRow {
  name: string;
  rows: number;
  recall: number | null;
  precision: number | null;
  f1: number | null;
}

function byClass({ classes, counts }: Confusion, noun: string): HTMLElement {
  const rows: ClassRow[] = classes.map((name, at) => {
    const [right, truly, taken] = [counts[at]![at]!, sum(counts[at]!), sum(counts.map((row) => row[at]!))];
    const over = (all: number) => (all ? right / all : null);
    return { name, rows: truly, recall: over(truly), precision: over(taken), f1: over((truly + taken) / 2) };
  });
  return new Searchable({
    label: "Recall and precision by class",
    noun: "class",
    nouns: "classes",
    rows,
    text: ({ name }) => name,
    columns: [
      { head: "class", cell: ({ name }) => name, key: ({ name }) => name },
      { head: `${noun}s`, cell: (row) => count(row.rows), key: (row) => row.rows, numeric: true },
      { head: "recall", cell: ({ recall }) => percent(recall), key: ({ recall }) => recall, numeric: true },
      {
        head: "precision",
        cell: ({ precision }) => percent(precision),
        key: ({ precision }) => precision,
        numeric: true,
      },
      { head: "F1", cell: ({ f1 }) => percent(f1), key: ({ f1 }) => f1, numeric: true },
    ],
  }).node;
}
