// The page of a sweep.
import { laidOut } from "../report";
import { trialCurves } from "./curves";
import { frontSection } from "./front";
import { sweepHeader } from "./header";
import { importancesSection } from "./importances";
import { parallelSection } from "./parallel";
import { progressSection } from "./progress";
import { trialsSection } from "./table";
import { valuesSection } from "./values";
import type { ShownSweep } from "./records";

export function sweepPage(shown: ShownSweep): Node[] {
  const { sweep } = shown;
  return laidOut(sweepHeader(shown), [
    progressSection(sweep),
    frontSection(shown),
    importancesSection(sweep),
    valuesSection(sweep),
    parallelSection(sweep),
    trialCurves(shown),
    trialsSection(shown),
  ]);
}
