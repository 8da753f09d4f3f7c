// What a sweep is, and how far it has come.
import { element, type Child } from "../elements";
import { factsList, pageHeader } from "../header";
import { count, duration, number } from "../numbers";
import { pairs } from "../tables/plain";
import { bestTrials, givenText, trialLink, valueOf } from "./trials";
import type { ShownSweep, Sweep } from "./records";

const STATES = ["finished", "pruned", "running", "failed", "lost"] as const;

export function sweepHeader(shown: ShownSweep): HTMLElement {
  const { sweep } = shown;
  return pageHeader(
    sweep.folder,
    sweep.name,
    sweep.doc ? element("p", { class: "doc" }, sweep.doc) : null,
    factsList(facts(sweep)),
    ...best(shown),
  );
}

function facts(sweep: Sweep): [string, Child][] {
  const { trials, wanted, goals } = sweep;
  const ended = trials.filter(({ state }) => state !== "running" && state !== "lost").length;
  const many = wanted === null ? count(ended) : `${count(ended)} of ${count(wanted)}`;
  return [
    ["Trials", many],
    ["States", statesInWords(sweep)],
    [goals.length > 1 ? "Goals" : "Goal", goals.map(({ metric, mode }) => `${mode} ${metric}`).join(", ")],
    ["Sampler, pruner", `${sweep.sampler}, ${sweep.pruner}`],
    ["Took", duration(sweep.seconds)],
    ["wtspec", sweep.version],
  ];
}

function statesInWords({ trials }: Sweep): string {
  const found = STATES.map((state) => ({ state, many: trials.filter((one) => one.state === state).length }));
  const said = found.filter(({ many }) => many).map(({ state, many }) => `${count(many)} ${state}`);
  return said.join(", ") || "–";
}

/** The best trial of one goal; those of several have a section. */
function best(shown: ShownSweep): Child[] {
  const { sweep } = shown;
  const [trial] = bestTrials(sweep);
  if (!trial || sweep.goals.length > 1) return [];
  const rows: [string, string][] = sweep.over.map(({ path }) => [path, givenText(trial, path)]);
  return [
    element("h2", { class: "metrics-title" }, "The best is ", trialLink(trial, shown)),
    pairs("The best trial", [[sweep.goals[0]!.metric, number(valueOf(trial, 0))], ...rows]),
  ];
}
