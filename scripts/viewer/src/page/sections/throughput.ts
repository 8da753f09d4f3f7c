// How many rows a second were trained on.
import { linesFigure } from "../charts/lines";
import { element } from "../elements";
import { number } from "../numbers";
import type { Report } from "../records";
import { section, type Section } from "../sections";

export function throughputSection({ curves }: Report): Section | null {
  const finite = curves.rows_per_second.filter((value) => value !== null);
  if (!finite.length) return null;
  const middle = [...finite].sort((one, other) => one - other)[Math.floor(finite.length / 2)]!;
  const figure = linesFigure({
    title: "Rows per second",
    lines: [{ name: "rows per second", values: curves.rows_per_second, epochs: curves.epochs, style: 0 }],
    height: 200,
  });
  return section("throughput", "Throughput", [
    element(
      "p",
      {},
      `Half of the epochs were trained at ${number(Math.round(middle))} rows a second or more, validation included.`,
    ),
    element("div", { class: "charts single" }, figure.node),
  ]);
}
