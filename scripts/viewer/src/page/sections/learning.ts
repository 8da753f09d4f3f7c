// Learning curves: a chart for each metric, of training and validation rows.
import type { Line } from "../charts/line";
import { linesFigure } from "../charts/lines";
import { element } from "../elements";
import { count, number } from "../numbers";
import { own, type Best, type Curves, type Report } from "../records";
import { section, type Section } from "../sections";

const VALIDATION = "val_";

export interface Family {
  name: string;
  train: (number | null)[] | null;
  validation: (number | null)[] | null;
}

/** The metrics, each with its values on training and on validation rows. */
export function families({ series }: Curves): Family[] {
  const bare = (name: string) => (name.startsWith(VALIDATION) ? name.slice(VALIDATION.length) : name);
  return [...new Set(Object.keys(series).map(bare))].map((name) => ({
    name,
    train: own(series, name) ?? null,
    validation: own(series, VALIDATION + name) ?? null,
  }));
}

export function learningSection({ curves, best, weights_are: kept }: Report): Section | null {
  const found = families(curves);
  if (!curves.epochs.length || !found.length) return null;
  const figures = found.map(
    (family) =>
      linesFigure({
        title: family.name,
        lines: linesOf(family, curves.epochs),
        legend: true,
        marked: best && { epoch: best.epoch, text: `best epoch ${count(best.epoch)}` },
      }).node,
  );
  return section("learning", "Learning curves", [
    best && element("p", {}, bestInWords(best, kept)),
    ...lostInWords(curves).map((said) => element("p", { class: "warning" }, said)),
    element("div", { class: figures.length > 1 ? "charts" : "charts single" }, ...figures),
  ]);
}

function linesOf({ train, validation }: Family, epochs: number[]): Line[] {
  const made: Line[] = [];
  if (train) made.push({ name: "train", values: train, epochs, style: 0 });
  if (validation) made.push({ name: "validation", values: validation, epochs, style: 1 });
  return made;
}

function bestInWords({ metric, epoch, value, chosen }: Best, kept: string): string {
  const found = `The best ${metric} is ${number(value)}, at epoch ${count(epoch)}.`;
  if (chosen) return `${found} The run’s weights are those of this epoch.`;
  return kept ? `${found} Weights kept: ${kept}.` : found;
}

/** Which metrics were not finite, and from when on. */
function lostInWords({ epochs, series }: Curves): string[] {
  return Object.entries(series).flatMap(([name, values]) => {
    const lost = epochs.filter((_, at) => values[at] === null);
    if (!lost.length) return [];
    const where =
      lost.length === 1
        ? `at epoch ${count(lost[0]!)}`
        : `at ${count(lost.length)} of the epochs drawn, first at epoch ${count(lost[0]!)}`;
    return [`${name} was not finite ${where}.`];
  });
}
