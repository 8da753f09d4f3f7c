// The trials, one by one.
import { linesFigure } from "../charts/lines";
import { element, type Child } from "../elements";
import { count, counted, duration, number } from "../numbers";
import { own } from "../records";
import { section, type Section } from "../sections";
import type { Column } from "../tables/column";
import { pairs } from "../tables/plain";
import { Searchable } from "../tables/searchable";
import { shortNames } from "./scale";
import { givenText, pageLink, ranked, valueOf } from "./trials";
import type { ShownSweep, Sweep, Trial } from "./records";

const MOST_FAULTS = 5;

export function trialsSection(shown: ShownSweep): Section | null {
  const { sweep } = shown;
  if (!sweep.trials.length) return null;
  const table = new Searchable({
    label: "Trials",
    noun: "trial",
    rows: ranked(sweep),
    columns: columnsOf(shown),
    text: (trial) => searched(sweep, trial),
    detail: (trial) => trialDetail(shown, trial),
  });
  return section("trials", "Trials", [...faults(sweep), table.node]);
}

/** Why trials failed, each reason once. */
function faults({ trials }: Sweep): Child[] {
  const told = trials.flatMap(({ fault }) => (fault === null ? [] : [fault]));
  const reasons = [...new Set(told)].map((fault) => ({ fault, many: told.filter((one) => one === fault).length }));
  return reasons
    .sort((one, other) => other.many - one.many)
    .slice(0, MOST_FAULTS)
    .map(({ fault, many }) => element("p", { class: "warning" }, `${counted(many, "trial")}: ${fault}`));
}

function columnsOf(shown: ShownSweep): Column<Trial>[] {
  const { sweep } = shown;
  const names = shortNames(sweep.over.map(({ path }) => path));
  const best = new Set(sweep.best);
  return [
    {
      head: "trial",
      cell: (trial) => `${trial.number}`,
      key: (trial) => trial.number,
    },
    {
      head: "state",
      cell: (trial) => stateCell(trial, best.has(trial.number)),
      key: ({ state, fault }) => `${state} ${fault ?? ""}`,
    },
    ...sweep.goals.map(({ metric }, at) => ({
      head: metric,
      cell: (trial: Trial) => valueText(trial, at),
      key: (trial: Trial) => valueOf(trial, at),
      numeric: true,
    })),
    ...sweep.over.map(({ path }) => ({
      head: names.get(path)!,
      cell: (trial: Trial) => givenText(trial, path),
      key: (trial: Trial) => sortable(own(trial.given, path)),
      numeric: sweep.trials.every(({ given }) => typeof (own(given, path) ?? 0) === "number"),
    })),
    {
      head: "epochs",
      cell: ({ epochs }) => count(epochs),
      key: ({ epochs }) => epochs,
      numeric: true,
    },
    {
      head: "took",
      cell: ({ seconds }) => (seconds === null ? "–" : duration(seconds)),
      key: ({ seconds }) => seconds,
      numeric: true,
    },
    { head: "run", cell: (trial) => pageLink(trial, shown, "page") ?? "–" },
  ];
}

function stateCell({ state }: Trial, isBest: boolean): Child {
  const bad = state === "failed" || state === "lost";
  const said = element("span", { class: bad ? "warning" : "" }, state);
  return isBest ? element("span", {}, said, " ", element("span", { class: "tag" }, "best")) : said;
}

function valueText(trial: Trial, goal: number): string {
  const value = valueOf(trial, goal);
  return value === null && trial.state !== "finished" ? "–" : number(value);
}

function sortable(value: unknown): string | number | null {
  return value === undefined ? null : typeof value === "number" ? value : String(value);
}

function searched(sweep: Sweep, trial: Trial): string {
  const given = sweep.over.map(({ path }) => givenText(trial, path));
  return [`${trial.number}`, trial.state, ...given, trial.fault ?? ""].join(" ");
}

/** All that a trial was given, how it ended, and its curve. */
function trialDetail(shown: ShownSweep, trial: Trial): Child {
  const { sweep, stride } = shown;
  const epochs = trial.curve.map((_, at) =>
    at > 0 && at === trial.curve.length - 1 ? trial.epochs : 1 + at * stride,
  );
  const curve =
    trial.curve.filter((value) => value !== null).length > 1
      ? linesFigure({
          title: `${sweep.goals[0]!.metric} of trial ${trial.number}`,
          lines: [{ name: sweep.goals[0]!.metric, values: trial.curve, epochs, style: 0 }],
          height: 180,
        }).node
      : null;
  return element(
    "div",
    { class: "weight" },
    trial.fault === null ? null : element("p", { class: "warning" }, trial.fault),
    pairs(`Values of trial ${trial.number}`, [
      ...Object.keys(trial.given).map((path): [string, string] => [path, givenText(trial, path)]),
      ["run", trial.run ?? "–"],
    ]),
    curve,
  );
}
