// The curves of all trials over their epochs.
import { axisX, dot, line, pointer, tip, type Markish } from "@observablehq/plot";
import { TIP, wholeTicks } from "../charts/chart";
import { element, seen } from "../elements";
import { counted, number, tick } from "../numbers";
import { section, type Section } from "../sections";
import { BEST, faintness, FINISHED, groups, looksLegend, PRUNED, type Look } from "./looks";
import { valueFigure } from "./view";
import type { ShownSweep, Trial } from "./records";

interface Point {
  trial: Trial;
  epoch: number;
  value: number;
}

/** More points than these are not told apart, nor are more found quickly where someone points. */
const MOST_DRAWN = 60_000;
const MOST_TOLD = 6_000;

export function trialCurves({ sweep, stride }: ShownSweep): Section | null {
  const shown = groups(sweep).filter(({ trials }) => trials.some(({ curve }) => curve.length));
  const trials = shown.flatMap((group) => group.trials).filter(({ curve }) => curve.length);
  const last = Math.max(...trials.map(({ epochs }) => epochs));
  if (!trials.length || last < 2) return null;
  const goal = sweep.goals[0]!;
  const drawn = shown.map(({ look, trials }) => ({ look, points: pointsOf(trials, stride) }));
  const every = Math.ceil(drawn.reduce((sum, { points }) => sum + points.length, 0) / MOST_DRAWN);
  const kept = drawn.map(({ look, points }) => ({ look, points: thinned(points, every) }));
  const figure = valueFigure({
    title: goal.metric,
    goal: () => goal,
    values: () => trials.flatMap(({ curve }) => curve),
    label: () =>
      `Line chart of ${goal.metric} over epochs, of ${counted(trials.length, "trial")}, from epoch 1 to ${last}`,
    height: 320,
    head: looksLegend(sweep),
    x: () => ({ domain: [1, last], label: null }),
    marks: (width) => [
      axisX(wholeTicks(1, last, width / 90), {
        tickFormat: tick,
        tickSize: 4,
        label: "epoch",
        labelArrow: "none",
        labelAnchor: "right",
      }),
      ...kept.flatMap(({ look, points }) => curveMarks(look, points, trials.length)),
      ...pointed(
        kept.flatMap(({ points }) => points),
        goal.metric,
      ),
    ],
  });
  return section("curves", "Learning curves", [element("div", { class: "charts single" }, figure.node)]);
}

/** The finite points of curves, each `stride` epochs after the one before, and the last at the end. */
function pointsOf(trials: Trial[], stride: number): Point[] {
  return trials.flatMap((trial) =>
    trial.curve.flatMap((value, at) => {
      const isLast = at > 0 && at === trial.curve.length - 1;
      return value === null ? [] : [{ trial, value, epoch: isLast ? trial.epochs : 1 + at * stride }];
    }),
  );
}

/** The first and last of each curve, and some between them. */
function thinned(points: Point[], every: number): Point[] {
  return points.filter(
    ({ trial }, at) =>
      at % every === 0 || points[at - 1]?.trial !== trial || points[at + 1]?.trial !== trial,
  );
}

function curveMarks(look: Look, points: Point[], many: number): Markish[] {
  const stroke = { [BEST.name]: BEST.stroke, [FINISHED.name]: FINISHED.fill, [PRUNED.name]: PRUNED.stroke };
  const paint = { stroke: stroke[look.name]!, strokeOpacity: look === BEST ? 1 : faintness(many, 40) };
  const lone = points.filter(({ trial }) => trial.curve.length === 1);
  return [
    line(points, {
      x: "epoch",
      y: "value",
      z: (point: Point) => point.trial.number,
      strokeWidth: look === BEST ? 2.25 : 1,
      ...paint,
    }),
    dot(lone, { x: "epoch", y: "value", r: 1.5, fill: paint.stroke, fillOpacity: paint.strokeOpacity }),
  ];
}

function pointed(points: Point[], metric: string): Markish[] {
  const told = thinned(points, Math.ceil(points.length / MOST_TOLD));
  const title = ({ trial, epoch, value }: Point) =>
    seen(`trial ${trial.number}, ${trial.state}\nepoch ${epoch}\n${metric}  ${number(value)}`);
  return [tip(told, pointer({ x: "epoch", y: "value", title, ...TIP, maxRadius: Infinity }))];
}
