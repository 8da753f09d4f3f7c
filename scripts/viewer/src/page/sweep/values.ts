// Each searched path against what trials came to.
import { axisX } from "@observablehq/plot";
import { element, seen } from "../elements";
import { counted } from "../numbers";
import { section, type Section } from "../sections";
import { dots, groups, looksLegend } from "./looks";
import { pathScale, type PathScale } from "./scale";
import { valueOf } from "./trials";
import { valueFigure } from "./view";
import { pressedOne } from "./pressed_one";
import type { Searched, Sweep, Trial } from "./records";

/** How far trials of one choice are strewn, so that they are told apart. */
const STREWN = 0.5;

export function valuesSection(sweep: Sweep): Section | null {
  const shown = groups(sweep).flatMap(({ trials }) => trials);
  if (shown.length < 2 || !sweep.over.length) return null;
  let goal = 0;
  const figures = sweep.over.map((searched) => pathFigure(sweep, searched, shown, () => goal));
  const names = sweep.goals.map(({ metric }) => metric);
  const choose = pressedOne("Metric that is drawn", names, (at) => {
    goal = at;
    figures.forEach((figure) => figure.redraw());
  });
  return section("values", "Values and what came of them", [
    names.length > 1 ? choose : null,
    looksLegend(sweep),
    element("p", { class: "caption" }, "Trials of one choice are strewn beside each other, to be told apart."),
    element(
      "div",
      { class: figures.length > 1 ? "charts" : "charts single" },
      ...figures.map(({ node }) => node),
    ),
  ]);
}

function pathFigure(sweep: Sweep, searched: Searched, shown: Trial[], goal: () => number) {
  const scale = pathScale(searched, shown);
  const metric = () => sweep.goals[goal()]!.metric;
  const place = scale.ticks ? strewn(scale) : scale.place;
  return valueFigure({
    title: searched.path,
    goal: () => sweep.goals[goal()]!,
    values: () => shown.map((trial) => valueOf(trial, goal())),
    label: () =>
      `Scatter plot of ${metric()} over ${searched.path}${scale.type === "log" ? ", on a logarithmic scale" : ""}, of ${counted(shown.length, "trial")}`,
    x: () => ({ type: scale.type, domain: scale.domain, label: null }),
    marks: (width) => [
      axisX({
        ticks: ticksOf(scale, width),
        tickFormat: (value: number) => seen(scale.tickFormat(value)),
        tickSize: 4,
        label: null,
      }),
      ...dots(sweep, place, (trial) => valueOf(trial, goal())),
    ],
  });
}

/** As many ticks as there is room for. */
function ticksOf({ ticks, type }: PathScale, width: number): number[] | number {
  if (ticks === null) return type === "log" ? Math.max(2, width / 120) : Math.max(2, width / 90);
  const every = Math.ceil((ticks.length * 60) / width);
  return ticks.filter((at) => at % every === 0);
}

function strewn(scale: PathScale): (trial: Trial) => number | null {
  return (trial) => {
    const at = scale.place(trial);
    const golden = (trial.number * 0.618034) % 1; // neighbors lie far from each other
    return at === null ? null : at + STREWN * (golden - 0.5);
  };
}
