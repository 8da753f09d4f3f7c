// The page of several runs beside each other.
import { element } from "../elements";
import { pageHeader } from "../header";
import { counted } from "../numbers";
import { laidOut } from "../report";
import type { Comparison } from "../records";
import { curvesSection } from "./curves";
import { changesSection } from "./changes";
import { comparedEnvironments } from "./environments";
import { metricsSection, overview } from "./metrics";
import { comparedWeights } from "./weights";

export function comparisonPage(comparison: Comparison): Node[] {
  const { runs } = comparison;
  const names = [...new Set(runs.map((run) => run.name))].join(", ");
  const head = pageHeader(
    counted(runs.length, "run"),
    `Comparison: ${names}`,
    element("h2", { class: "metrics-title" }, "Runs"),
    overview(runs),
  );
  return laidOut(head, [
    metricsSection(runs),
    curvesSection(runs),
    changesSection(comparison),
    comparedWeights(comparison),
    comparedEnvironments(runs),
  ]);
}
