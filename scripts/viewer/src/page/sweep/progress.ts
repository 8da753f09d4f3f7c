// What trials came to, one after the other, and the best until then.
import { axisX, line } from "@observablehq/plot";
import { wholeTicks } from "../charts/chart";
import { element } from "../elements";
import { count, number, tick } from "../numbers";
import { section, type Section } from "../sections";
import { BEST, dots, looksLegend } from "./looks";
import { byGoal, finished, valueOf } from "./trials";
import { valueFigure } from "./view";
import type { Sweep } from "./records";

export function progressSection(sweep: Sweep): Section | null {
  if (!finished(sweep).some((trial) => valueOf(trial, 0) !== null)) return null;
  const figures = sweep.goals.map((_, goal) => progressFigure(sweep, goal));
  return section("progress", "Best so far", [
    looksLegend(sweep),
    element("div", { class: figures.length > 1 ? "charts" : "charts single" }, ...figures),
  ]);
}

function progressFigure(sweep: Sweep, goal: number): HTMLElement {
  const [{ metric }, best] = [sweep.goals[goal]!, bestSoFar(sweep, goal)];
  const last = Math.max(1, sweep.trials.at(-1)?.number ?? 1);
  return valueFigure({
    title: metric,
    goal: () => sweep.goals[goal]!,
    values: () => sweep.trials.map((trial) => valueOf(trial, goal)),
    label: () =>
      `Chart of the best ${metric} so far over trials: ${number(best[0]?.value)} after trial ${best[0]?.trial}, ${number(best.at(-1)?.value)} after ${count(last)}`,
    x: () => ({ domain: [0, last], label: null }),
    marks: (width) => [
      axisX(wholeTicks(0, last, width / 90), {
        tickFormat: tick,
        tickSize: 4,
        label: "trial",
        labelArrow: "none",
        labelAnchor: "right",
      }),
      line(best, {
        x: "trial",
        y: "value",
        curve: "step-after",
        stroke: BEST.stroke,
        strokeWidth: 1.75,
      }),
      ...dots(
        sweep,
        (trial) => trial.number,
        (trial) => valueOf(trial, goal),
      ),
    ],
  }).node;
}

interface BestUntil {
  trial: number;
  value: number;
}

/** Where the best value changes, and where it ends. */
function bestSoFar(sweep: Sweep, goal: number): BestUntil[] {
  const made: BestUntil[] = [];
  for (const trial of finished(sweep)) {
    const [value, before] = [valueOf(trial, goal), made.at(-1)?.value ?? null];
    if (value !== null && byGoal(sweep.goals[goal]!, value, before) < 0)
      made.push({ trial: trial.number, value });
  }
  const end = sweep.trials.at(-1)?.number;
  if (made.length && end !== undefined) made.push({ trial: end, value: made.at(-1)!.value });
  return made;
}
