// What the runs are, and what they came to.
import { swatch } from "../charts/legend";
import { element, type Child } from "../elements";
import { status } from "../header";
import { count, duration, moment, number } from "../numbers";
import { plainTable, type PlainRow } from "../tables/plain";
import { own, type Report } from "../records";
import { section, type Section } from "../sections";
import { bestOf, moreIsBetter } from "./better";

/** The head of a run's column, with its color and dashes. */
export function runHead(run: Report, at: number): HTMLElement {
  return element("span", { class: "run-head" }, swatch(at), element("span", {}, run.label));
}

/** The runs as columns. */
export function overview(runs: Report[]): HTMLElement {
  const several = new Set(runs.map((run) => run.name)).size > 1;
  const row = (head: string, cell: (run: Report) => Child): PlainRow => ({
    head,
    cells: runs.map(cell),
  });
  return plainTable(
    "Runs",
    ["", ...runs.map(runHead)],
    [
      ...(several ? [row("name", (run) => run.name)] : []),
      row("status", status),
      row("weights", (run) => run.weights_are),
      row("epochs", (run) => count(run.epochs)),
      row("best", ({ best }) =>
        best ? `${best.metric} ${number(best.value)} at epoch ${count(best.epoch)}` : "–",
      ),
      row("parameters", (run) => count(run.parameters)),
      row("began", (run) => (run.began ? moment(run.began) : "–")),
      row("took", (run) => (run.wall_seconds === null ? "–" : duration(run.wall_seconds))),
    ],
    "by-run",
  );
}

export function metricsSection(runs: Report[]): Section | null {
  const parts = [...new Set(runs.flatMap((run) => Object.keys(run.metrics)))];
  if (!parts.length) return null;
  const names = new Set(runs.flatMap((run) => Object.values(run.metrics).flatMap(Object.keys)));
  const unknown = [...names].filter((name) => moreIsBetter(name) === null);
  const tables = parts.map((part) => element("div", {}, element("h3", {}, part), ofPart(runs, part)));
  return section("metrics", "Final metrics", [
    element("p", {}, "The best value of each row is bold, and says so."),
    unknown.length
      ? element(
          "p",
          { class: "caption" },
          `None is marked of ${unknown.join(", ")}: the name does not tell whether more is better.`,
        )
      : null,
    element("div", { class: "beside parts" }, ...tables),
  ]);
}

function ofPart(runs: Report[], part: string): HTMLElement {
  const names = [...new Set(runs.flatMap((run) => Object.keys(own(run.metrics, part) ?? {})))];
  const rows = names.map((name) => {
    const values = runs.map((run) => own(own(run.metrics, part), name));
    const best = bestOf(name, values);
    return {
      head: name,
      cells: values.map((value, at) =>
        best.has(at) ? bestCell(number(value)) : value === undefined ? "–" : number(value),
      ),
    };
  });
  return plainTable(`Final metrics, ${part}`, ["metric", ...runs.map(runHead)], rows, "numbers by-run");
}

function bestCell(text: string): HTMLElement {
  return element(
    "td",
    { class: "best" },
    element("span", { class: "tag" }, "best"),
    " ",
    element("strong", {}, text),
  );
}
