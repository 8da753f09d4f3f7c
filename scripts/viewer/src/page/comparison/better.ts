// Whether more of a metric is better, by its name.

// As wtspec/runs/listing/epochs.py has it.
const LESS = /loss|error|entropy|divergence|hinge|poisson|perplexity|cosh|false|mse|mae|mape|msle|kld/;
const MORE =
  /acc|precision|recall|auc|f1|f_?beta|iou|dice|r2|similarity|true_|specificity|sensitivity|correlation|concordance/;

/** Null where nothing tells. */
export function moreIsBetter(metric: string): boolean | null {
  const name = metric.toLowerCase();
  if (LESS.test(name)) return false;
  return MORE.test(name) ? true : null;
}

/** The places of the best of some values; none where there is nothing to choose between. */
export function bestOf(metric: string, values: (number | null | undefined)[]): Set<number> {
  const more = moreIsBetter(metric);
  const finite = values.filter((value) => typeof value === "number");
  if (more === null || finite.length < 2 || new Set(finite).size < 2) return new Set();
  const best = more ? Math.max(...finite) : Math.min(...finite);
  return new Set(values.flatMap((value, at) => (value === best ? [at] : [])));
}
