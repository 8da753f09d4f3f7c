// Who a run is, and how it ended.
import { element, type Child } from "./elements";
import { count, duration, large, moment, number } from "./numbers";
import { plainTable } from "./tables/plain";
import { themeButton } from "./theme";
import { own, type Numbers, type Report } from "./records";

/** The head of a page: a title, and whatever belongs to it. */
export function pageHeader(over: string, title: string, ...children: Child[]): HTMLElement {
  return element(
    "header",
    { class: "page-head" },
    element("div", { class: "over" }, element("p", { class: "label" }, over), themeButton()),
    element("h1", {}, title),
    ...children,
  );
}

/** Facts beside each other, each with its name. */
export function factsList(facts: [string, Child][]): HTMLElement {
  const made = facts.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value)),
  );
  return element("dl", { class: "facts" }, ...made);
}

/** The head of a run's page. */
export function runHeader(report: Report): HTMLElement {
  return pageHeader(
    report.label,
    report.name,
    report.doc ? element("p", { class: "doc" }, report.doc) : null,
    factsList(facts(report)),
    remarks(report.remarks),
    Object.keys(report.metrics).length
      ? element("h2", { class: "metrics-title" }, "Metrics of the final weights")
      : null,
    metricsTable(report.metrics),
  );
}

function facts(report: Report): [string, Child][] {
  const began: [string, Child][] = report.began
    ? [["Began", element("time", { datetime: report.began }, moment(report.began))]]
    : [];
  const took: [string, Child][] =
    report.wall_seconds === null ? [] : [["Took", duration(report.wall_seconds)]];
  return [
    ["Status", status(report)],
    ["Weights", report.weights_are || "not known"],
    ["Epochs", count(report.epochs)],
    ["Parameters", large(report.parameters)],
    ...began,
    ...took,
  ];
}

/** How it ended, with a sign that is not color alone. */
export function status({ status: said }: Pick<Report, "status">): HTMLElement {
  const finished = said === "finished";
  const sign = element("span", { class: "sign", "aria-hidden": "true" }, finished ? "✓" : "!");
  return element("span", { class: finished ? "status good" : "status bad" }, sign, said);
}

/** What is missing, and why. */
function remarks(said: string[]): HTMLElement | null {
  if (!said.length) return null;
  return element(
    "section",
    { class: "remarks", "aria-label": "Remarks" },
    element("h2", {}, said.length === 1 ? "A remark" : "Remarks"),
    element("ul", {}, ...said.map((one) => element("li", {}, one))),
  );
}

function metricsTable(metrics: Record<string, Numbers>): HTMLElement | null {
  const parts = Object.keys(metrics);
  if (!parts.length) return null;
  const names = [...new Set(parts.flatMap((part) => Object.keys(metrics[part]!)))];
  const found = (part: string, name: string) => own(metrics[part], name);
  const rows = names.map((name) => ({
    head: name,
    cells: parts.map((part) => (found(part, name) === undefined ? "–" : number(found(part, name)))),
  }));
  return plainTable("Metrics of the final weights", ["metric", ...parts], rows, "numbers metrics");
}
