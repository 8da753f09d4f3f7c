// How much each searched path matters.
import { element } from "../elements";
import { percent } from "../numbers";
import { bar } from "../sections/surroundings";
import { section, type Section } from "../sections";
import { pathCode } from "../comparison/changes";
import { plainTable } from "../tables/plain";
import type { Sweep } from "./records";

export function importancesSection({ importances, goals }: Sweep): Section | null {
  const shares = Object.entries(importances).sort(([, one], [, other]) => other - one);
  if (!shares.length) return null;
  const most = shares[0]![1] || 1;
  const rows = shares.map(([path, share]) => ({
    head: pathCode(path),
    cells: [percent(share), element("td", { class: "bar-cell" }, bar(share / most))],
  }));
  return section("importances", "Importances", [
    element(
      "p",
      {},
      `How much each value matters for ${goals[0]!.metric} to be among the best, as far as the finished trials tell.`,
    ),
    plainTable("Importances", ["", "share", ""], rows, "numbers timings"),
  ]);
}
