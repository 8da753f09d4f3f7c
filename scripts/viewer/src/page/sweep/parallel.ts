// All values of a trial and what came of them as one line over parallel axes.
import { line, ruleX, text, type Markish } from "@observablehq/plot";
import { chart } from "../charts/chart";
import { element, scrolling, seen } from "../elements";
import { counted, tick } from "../numbers";
import { section, type Section } from "../sections";
import { faintness } from "./looks";
import { pathScale, short, shortNames } from "./scale";
import { bestTrials, byGoal, finished, valueOf } from "./trials";
import { viewOf } from "./view";
import type { Goal, Sweep, Trial } from "./records";

const AXIS_WIDTH = 96;
const GOOD_SHARE = 0.25;
/** Choices that are written beside their axis. */
const MOST_LABELS = 8;

interface Axis {
  name: string;
  /** Where a trial crosses it, from 0 to 1. */
  share: (trial: Trial) => number | null;
  labels: { share: number; label: string }[];
}

interface Style {
  name: string;
  stroke: string;
  strokeWidth: number;
  strokeOpacity: number;
  trials: Trial[];
}

export function parallelSection(sweep: Sweep): Section | null {
  const trials = finished(sweep).filter((trial) => valueOf(trial, 0) !== null);
  if (sweep.over.length < 2 || trials.length < 3) return null;
  const names = shortNames(sweep.over.map(({ path }) => path));
  const axes = [
    ...sweep.over.map((searched) => pathAxis(names.get(searched.path)!, searched, trials)),
    ...sweep.goals.map((goal, at) => goalAxis(goal, at, trials)),
  ];
  const drawing = chart(
    () =>
      `Parallel coordinates of ${counted(trials.length, "finished trial")}: ${axes.map(({ name }) => name).join(", ")}`,
    300,
    () => ({
      marginLeft: 44,
      marginRight: 60,
      marginTop: 30,
      marginBottom: 16,
      x: { domain: [0, axes.length - 1], axis: null },
      y: { domain: [0, 1], axis: null },
      marks: [
        ruleX(
          axes.map((_, at) => at),
          { stroke: "var(--strong-line)" },
        ),
        ...styles(sweep, trials).map((style) => lineMark(style, axes)),
        ...axes.flatMap(labelMarks),
      ],
    }),
  );
  drawing.node.style.minWidth = `${AXIS_WIDTH * axes.length}px`;
  return section("together", "Values together", [
    element(
      "p",
      {},
      "A line is a finished trial: the best in orange, the best quarter in blue. Goals grow better upwards.",
    ),
    scrolling("Parallel coordinates", "", drawing.node),
  ]);
}

function pathAxis(name: string, searched: Sweep["over"][number], trials: Trial[]): Axis {
  const scale = pathScale(searched, trials);
  const [low, high] = scale.type === "log" ? scale.domain.map(Math.log) : scale.domain;
  const share = (value: number) =>
    ((scale.type === "log" ? Math.log(value) : value) - low!) / (high! - low!);
  const labelled = scale.ticks ?? scale.domain;
  const every = Math.ceil(labelled.length / MOST_LABELS);
  return {
    name,
    share: (trial) => {
      const at = scale.place(trial);
      return at === null ? null : share(at);
    },
    labels: labelled
      .filter((_, at) => at % every === 0)
      .map((at) => ({ share: share(at), label: scale.tickFormat(at) })),
  };
}

function goalAxis(goal: Goal, at: number, trials: Trial[]): Axis {
  const { domain } = viewOf(
    trials.map((trial) => valueOf(trial, at)),
    goal,
  );
  const [bottom, top] = goal.mode === "max" ? domain : [domain[1], domain[0]];
  const share = (value: number) => Math.min(1, Math.max(0, (value - bottom) / (top - bottom)));
  return {
    name: goal.metric,
    share: (trial) => {
      const value = valueOf(trial, at);
      return value === null ? null : share(value);
    },
    labels: [bottom, top].map((value) => ({ share: share(value), label: rough(value) })),
  };
}

const rough = (value: number) => tick(Number(value.toPrecision(3)));

/** The lines, the best last and so above the others. */
function styles(sweep: Sweep, trials: Trial[]): Style[] {
  const best = bestTrials(sweep);
  const others = trials
    .filter((trial) => !best.includes(trial))
    .sort((one, other) => byGoal(sweep.goals[0]!, valueOf(one, 0), valueOf(other, 0)));
  const good = Math.ceil(GOOD_SHARE * trials.length);
  return [
    { name: "other", stroke: "var(--strong-line)", strokeWidth: 1, strokeOpacity: faintness(trials.length, 40), trials: others.slice(good) },
    { name: "good", stroke: "var(--series-1)", strokeWidth: 1.25, strokeOpacity: faintness(good, 60), trials: others.slice(0, good) },
    { name: "best", stroke: "var(--series-2)", strokeWidth: 2.5, strokeOpacity: 1, trials: best },
  ];
}

function lineMark({ trials, stroke, strokeWidth, strokeOpacity }: Style, axes: Axis[]): Markish {
  const points = trials.flatMap((trial) =>
    axes.map((axis, at) => ({ trial: trial.number, at, share: axis.share(trial) ?? NaN })),
  );
  return line(points, { x: "at", y: "share", z: "trial", stroke, strokeWidth, strokeOpacity });
}

function labelMarks({ name, labels }: Axis, at: number): Markish[] {
  const halo = { stroke: "var(--paper)", strokeWidth: 4, fill: "var(--ink)" };
  return [
    text([seen(short(name))], { x: [at], y: [1], dy: -18, fill: "var(--ink)", fontWeight: 600 }),
    text(labels, {
      x: () => at,
      y: "share",
      text: ({ label }: { label: string }) => seen(label),
      textAnchor: "start",
      dx: 5,
      ...halo,
    }),
  ];
}
