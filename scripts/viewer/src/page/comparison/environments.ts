// What differs between the machines and packages of the runs.
import { element } from "../elements";
import { plainTable } from "../tables/plain";
import type { Report } from "../records";
import { section, type Section } from "../sections";
import { runHead } from "./metrics";

export function comparedEnvironments(runs: Report[]): Section | null {
  const found = runs.map((run) => new Map(run.environment));
  const names = [...new Set(found.flatMap((one) => [...one.keys()]))];
  if (!names.length) return null;
  const differ = names.filter((name) => new Set(found.map((one) => one.get(name))).size > 1);
  if (!differ.length)
    return section("environment", "Environment", [element("p", {}, "The environments are the same.")]);
  const rows = differ.map((name) => ({
    head: name,
    cells: found.map((one) => one.get(name) ?? element("span", { class: "missing" }, "not there")),
  }));
  return section("environment", "Environment", [
    element("p", {}, "Only what differs is shown."),
    plainTable("Environments that differ", ["", ...runs.map(runHead)], rows, "by-run"),
  ]);
}
