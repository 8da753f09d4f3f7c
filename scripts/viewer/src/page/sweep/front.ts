// Goals against each other, and the trials of which none is better in all of them.
import { axisX, gridX, line } from "@observablehq/plot";
import { element } from "../elements";
import { counted, number, tick } from "../numbers";
import { section, type Section } from "../sections";
import { plainTable } from "../tables/plain";
import { BEST, dots, looksLegend } from "./looks";
import { bestTrials, finished, givenText, trialLink, valueOf } from "./trials";
import { valueFigure, viewOf } from "./view";
import type { ShownSweep, Sweep } from "./records";

export function frontSection(shown: ShownSweep): Section | null {
  const { sweep } = shown;
  const best = bestTrials(sweep);
  if (sweep.goals.length < 2 || !best.length) return null;
  const pairs = sweep.goals.flatMap((_, one) => sweep.goals.slice(one + 1).map((_, at) => [one, one + 1 + at]));
  const figures = pairs.map(([one, other]) => pairFigure(sweep, one!, other!));
  return section("front", "Pareto front", [
    element("p", {}, "No trial is better than one of these for all goals."),
    looksLegend(sweep, false),
    element("div", { class: figures.length > 1 ? "charts" : "charts single" }, ...figures),
    plainTable(
      "Trials of the Pareto front",
      ["", ...sweep.goals.map(({ metric }) => metric), ...sweep.over.map(({ path }) => path)],
      best.map((trial) => ({
        head: trialLink(trial, shown),
        cells: [
          ...sweep.goals.map((_, at) => number(valueOf(trial, at))),
          ...sweep.over.map(({ path }) => givenText(trial, path)),
        ],
      })),
      "numbers",
    ),
  ]);
}

function pairFigure(sweep: Sweep, one: number, other: number): HTMLElement {
  const [across, up] = [sweep.goals[one]!, sweep.goals[other]!];
  const trials = finished(sweep);
  const seen = viewOf(
    trials.map((trial) => valueOf(trial, one)),
    across,
  );
  const front = bestTrials(sweep)
    .map((trial) => ({ x: valueOf(trial, one), y: valueOf(trial, other) }))
    .filter(({ x, y }) => x !== null && y !== null)
    .sort((a, b) => a.x! - b.x!);
  return valueFigure({
    title: `${up.metric} over ${across.metric}`,
    goal: () => up,
    values: () => trials.map((trial) => valueOf(trial, other)),
    label: () =>
      `Scatter plot of ${up.metric} over ${across.metric}, of ${counted(trials.length, "trial")}, ${front.length} of them on the Pareto front`,
    height: 320,
    marginBottom: 44,
    x: () => ({ domain: seen.domain, clamp: seen.beyond > 0, nice: !seen.beyond, label: null }),
    marks: (width) => [
      gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks: width / 90 }),
      axisX({
        ticks: width / 90,
        tickFormat: tick,
        tickSize: 0,
        label: across.metric,
        labelArrow: "none",
        labelAnchor: "center",
      }),
      ...(sweep.goals.length === 2 ? [line(front, { x: "x", y: "y", stroke: BEST.stroke })] : []),
      ...dots(
        sweep,
        (trial) => valueOf(trial, one),
        (trial) => valueOf(trial, other),
        false,
      ),
    ],
  }).node;
}
