// Where the values of a searched path lie: choices beside each other, numbers between their bounds.
import { extent } from "../charts/chart";
import { tick } from "../numbers";
import { own } from "../records";
import { chosenText } from "./trials";
import type { Chosen, Searched, Trial } from "./records";

const LONGEST_LABEL = 14;
/** Whole numbers that lie beside each other as choices do. */
const MOST_WHOLE = 20;

export interface PathScale {
  type: "linear" | "log";
  domain: [number, number];
  /** Where a trial's value lies; null where it was given none. */
  place: (trial: Trial) => number | null;
  /** The places of choices; null for numbers between bounds. */
  ticks: number[] | null;
  tickFormat: (value: number) => string;
}

export function pathScale(searched: Searched, trials: Trial[]): PathScale {
  const choices = choicesOf(searched, trials);
  return choices ? ofChoices(searched.path, choices) : ofNumbers(searched, trials);
}

/** What is chosen from, where that is listed, or a few whole numbers. */
function choicesOf({ path, choices, low, high, log }: Searched, trials: Trial[]): Chosen[] | null {
  if (choices || low === null || high === null || log || high - low > MOST_WHOLE) return choices;
  const whole = [low, high, ...trials.map(({ given }) => own(given, path) ?? low)].every(Number.isInteger);
  return whole ? Array.from({ length: high - low + 1 }, (_, at) => low + at) : null;
}

function ofChoices(path: string, choices: Chosen[]): PathScale {
  const places = new Map(choices.map((choice, at) => [choice, at]));
  return {
    type: "linear",
    domain: [-0.5, Math.max(1, choices.length) - 0.5],
    place: ({ given }) => {
      const value = own(given, path);
      return value === undefined ? null : (places.get(value) ?? null);
    },
    ticks: choices.map((_, at) => at),
    tickFormat: (at) => short(chosenText(choices[at] ?? null)),
  };
}

function ofNumbers({ path, low, high, log }: Searched, trials: Trial[]): PathScale {
  const place = ({ given }: Trial) => {
    const value = own(given, path);
    return typeof value === "number" ? value : null;
  };
  const [least, most] = extent([low, high, ...trials.map(place)]) ?? [0, 1];
  return {
    type: log && least > 0 ? "log" : "linear",
    domain: least < most ? [least, most] : log ? [least / 2, least * 2] : [least - 1, least + 1],
    place,
    ticks: null,
    tickFormat: tick,
  };
}

/** As much of a text as an axis has room for. */
export function short(text: string): string {
  return text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text;
}

/** The ends of paths, as far as they tell them apart: `Adam.learning_rate`. */
export function shortNames(paths: string[]): Map<string, string> {
  const ends = (path: string, parts: number) => path.split(".").slice(-parts).join(".");
  return new Map(
    paths.map((path) => {
      const all = path.split(".").length;
      for (let parts = 1; parts < all; parts += 1) {
        const end = ends(path, parts);
        if (paths.every((other) => other === path || ends(other, parts) !== end)) return [path, end];
      }
      return [path, path];
    }),
  );
}
