// What differs between the specs.
import { element } from "../elements";
import { counted } from "../numbers";
import { plainTable } from "../tables/plain";
import type { Comparison } from "../records";
import { section, type Section } from "../sections";
import { runHead } from "./metrics";

export function changesSection({ runs, changes }: Comparison): Section {
  if (!changes.length)
    return section("changes", "Specs", [element("p", {}, "The resolved specs are the same.")]);
  const rows = changes.map(({ path, values }) => ({
    head: pathCode(path),
    cells: values.map((value) =>
      value === null
        ? element("span", { class: "missing" }, "not there")
        : element("code", { class: "value" }, value),
    ),
  }));
  return section("changes", "Specs", [
    element(
      "p",
      {},
      `${counted(changes.length, "value")} of the resolved specs differ.`.replace(
        /^1 value of the resolved specs differ/,
        "1 value of the resolved specs differs",
      ),
    ),
    plainTable("Values that differ", ["path", ...runs.map(runHead)], rows, "by-run"),
  ]);
}

/** A path that breaks behind its dots. */
export function pathCode(path: string): HTMLElement {
  const pieces = path.split(/(?<=\.)/);
  return element("code", {}, ...pieces.flatMap((piece) => [piece, element("wbr")]));
}
