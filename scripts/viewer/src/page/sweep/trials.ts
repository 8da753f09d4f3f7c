// Trials, and what they came to.
import { element, type Child } from "../elements";
import { number } from "../numbers";
import { own } from "../records";
import type { Chosen, Goal, ShownSweep, Sweep, Trial } from "./records";

/** What a trial came to for a goal; of one that was pruned, what it had come to by then. */
export function valueOf(trial: Trial, goal: number): number | null {
  const value = trial.values[goal] ?? null;
  if (value !== null || goal > 0 || trial.state !== "pruned") return value;
  return trial.curve.at(-1) ?? null;
}

/** Trials that ended as they should, which alone can be the best. */
export const finished = (sweep: Sweep): Trial[] => sweep.trials.filter(({ state }) => state === "finished");

/** The best ones, or those of the Pareto front. */
export function bestTrials({ trials, best }: Sweep): Trial[] {
  const numbers = new Set(best);
  return trials.filter((trial) => numbers.has(trial.number));
}

/** Which of two values is the better one: negative where it is the first, as a sort asks. */
export function byGoal({ mode }: Goal, one: number | null, other: number | null): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  return mode === "max" ? other - one : one - other;
}

const ORDER = ["finished", "pruned", "running", "failed", "lost"];

/** The best ones first, then the other finished ones by the first goal, then what did not finish. */
export function ranked(sweep: Sweep): Trial[] {
  const [goal, best] = [sweep.goals[0]!, new Set(sweep.best)];
  return [...sweep.trials].sort(
    (one, other) =>
      Number(best.has(other.number)) - Number(best.has(one.number)) ||
      ORDER.indexOf(one.state) - ORDER.indexOf(other.state) ||
      byGoal(goal, valueOf(one, 0), valueOf(other, 0)) ||
      one.number - other.number,
  );
}

/** What a trial was given for a path, as people read it. */
export function givenText(trial: Trial, path: string): string {
  const value = own(trial.given, path);
  return value === undefined ? "–" : chosenText(value);
}

/** A value of a spec. */
export function chosenText(value: Chosen): string {
  return typeof value === "number" ? number(value) : String(value);
}

/** So many values are told of what is pointed at. */
const MOST_TOLD = 12;

/** What a trial is, a line each, as what is pointed at tells. */
export function told(sweep: Sweep, trial: Trial): string {
  const goals = sweep.goals.map(({ metric }, at) => `${metric}  ${number(valueOf(trial, at))}`);
  const given = sweep.over.slice(0, MOST_TOLD).map(({ path }) => `${path}  ${givenText(trial, path)}`);
  const more = sweep.over.length > MOST_TOLD ? [`and ${sweep.over.length - MOST_TOLD} more`] : [];
  return [`trial ${trial.number}, ${trial.state}`, ...goals, ...given, ...more].join("\n");
}

/** A trial's name, which leads to its own page where it has one. */
export function trialLink(trial: Trial, shown: ShownSweep): Child {
  const name = `trial\u00a0${trial.number}`;
  return pageLink(trial, shown, name) ?? name;
}

/** What leads to a trial's own page; null where it has none. */
export function pageLink(trial: Trial, { pages }: ShownSweep, text: string): Child {
  if (trial.run === null || !pages.includes(trial.number)) return null;
  const steps = trial.run.split("/").map(encodeURIComponent);
  return element("a", { href: `./${steps.join("/")}/report.html` }, text);
}
