// The weights, each of which opens to how its values lay and went.
import { sparkline } from "../charts/sparkline";
import { element, type Child } from "../elements";
import { count, counted, number } from "../numbers";
import { pathMatcher } from "../tables/matcher";
import { Searchable } from "../tables/searchable";
import type { Report, ReportWeight } from "../records";
import { section, type Section } from "../sections";
import { weightDetail } from "./weight";

const first = (weight: ReportWeight) => weight.norms[0] ?? weight.before?.norm ?? null;
const last = (weight: ReportWeight) => weight.norms.at(-1) ?? weight.after?.norm ?? null;
const size = (weight: ReportWeight) => weight.shape.reduce((product, one) => product * one, 1);

export interface WeightsSection extends Section {
  /** Opens the row of a weight; a `*` in the path stands for any number of a repeated layer. */
  open: (path: string) => void;
}

export function weightsSection({ weights }: Report): WeightsSection | null {
  if (!weights.length) return null;
  const frozen = weights.filter((weight) => !weight.trainable).length;
  const table = new Searchable({
    label: "Weights",
    noun: "weight",
    rows: weights,
    text: (weight) =>
      [weight.path, weight.initializer, weight.dtype, weight.trainable ? "trainable" : "frozen"].join(" "),
    columns: [
      { head: "path", cell: (weight) => element("code", {}, weight.path), key: (weight) => weight.path },
      { head: "shape", cell: shape, key: size },
      {
        head: "initializer",
        cell: (weight) => (weight.initializer ? element("code", {}, weight.initializer) : "–"),
        key: (weight) => weight.initializer,
      },
      { head: "norm before", cell: (weight) => norm(first(weight), weight), key: first, numeric: true },
      { head: "after", cell: (weight) => norm(last(weight), weight), key: last, numeric: true },
      { head: "over the epochs", cell: (weight) => sparkline(weight.epochs, weight.norms) },
    ],
    detail: weightDetail,
  });
  const said = `${counted(weights.length, "weight")} with ${counted(
    weights.reduce((sum, one) => sum + size(one), 0),
    "value",
  )}`;
  const made = section("weights", "Weights", [
    element(
      "p",
      {},
      frozen ? `${said}; ${count(frozen)} of them are not trained.` : `${said}, all of them trained.`,
    ),
    table.node,
  ]);
  const open = (path: string) => {
    const isMeant = pathMatcher(path);
    table.open(path, (weight) => isMeant(weight.path));
  };
  return { ...made, open };
}

function norm(value: number | null, { norms }: ReportWeight): Child {
  return value === null && !norms.length ? "–" : number(value);
}

function shape(weight: ReportWeight): Child {
  const text = weight.shape.length ? weight.shape.join(" × ") : "one number";
  return element(
    "span",
    { class: "shape" },
    text,
    weight.trainable ? null : element("span", { class: "tag" }, "frozen"),
  );
}
