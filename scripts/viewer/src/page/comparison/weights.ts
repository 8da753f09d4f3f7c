// The weights of the runs, and how far each is from the first run's.
import { element, type Child } from "../elements";
import { number } from "../numbers";
import type { Column } from "../tables/column";
import { Searchable } from "../tables/searchable";
import type { ComparedWeight, Comparison } from "../records";
import { section, type Section } from "../sections";

export function comparedWeights({ runs, weights }: Comparison): Section | null {
  if (!weights.length) return null;
  const columns: Column<ComparedWeight>[] = [
    { head: "path", cell: ({ path }) => element("code", {}, path), key: ({ path }) => path },
    { head: "shape", cell: ({ shapes }) => shapesOf(shapes) },
    ...runs.map(({ label }, at) => ({
      head: `norm, ${label}`,
      cell: (weight: ComparedWeight) => value(weight.shapes[at], weight.norms[at], "not finite"),
      key: (weight: ComparedWeight) => weight.norms[at] ?? null,
      numeric: true,
    })),
    ...runs.slice(1).map(({ label }, at) => ({
      head: `distance, ${label}`,
      cell: (weight: ComparedWeight) => value(weight.shapes[at + 1], weight.distances[at + 1], "–"),
      key: (weight: ComparedWeight) => weight.distances[at + 1] ?? null,
      numeric: true,
    })),
  ];
  const table = new Searchable({
    label: "Weights of the runs",
    noun: "weight",
    rows: weights,
    columns,
    text: ({ path }) => path,
  });
  return section("weights", "Weights", [
    element(
      "p",
      {},
      `A distance is the norm of the difference from the weight of ${runs[0]!.label}, over that weight’s norm; there is none where shapes differ.`,
    ),
    table.node,
  ]);
}

function shapesOf(shapes: (string | null)[]): Child {
  const all = new Set(shapes.filter((shape) => shape !== null).map(sizes));
  return element("span", { class: "shape" }, [...all].join(" or "));
}

/** `(64, 10)` as 64 × 10. */
function sizes(shape: string): string {
  if (!/^[[(][\d, ]*[)\]]$/.test(shape)) return shape;
  return shape.match(/\d+/g)?.join(" × ") ?? "one number";
}

function value(
  shape: string | null | undefined,
  found: number | null | undefined,
  otherwise: string,
): string {
  if (shape === null || shape === undefined) return "not there";
  return typeof found === "number" ? number(found) : otherwise;
}
