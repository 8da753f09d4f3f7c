// The curves of the runs over each other.
import { swatch } from "../charts/legend";
import { linesFigure } from "../charts/lines";
import { element, toggle } from "../elements";
import { own, type Report } from "../records";
import { section, type Section } from "../sections";

export function curvesSection(runs: Report[]): Section | null {
  const metrics = [...new Set(runs.flatMap((run) => Object.keys(run.curves.series)))].sort(byFamily);
  if (!metrics.length) return null;
  const hidden = new Set<number>();
  const figures = metrics.map((metric) =>
    linesFigure({
      title: metric,
      lines: runs.flatMap((run, at) => {
        const values = own(run.curves.series, metric);
        return values ? [{ name: run.label, values, epochs: run.curves.epochs, style: at }] : [];
      }),
      shown: ({ style }) => !hidden.has(style),
    }),
  );
  const switches = runs.map((run, at) => {
    const made = toggle(run.label, true, (shown) => {
      if (shown) hidden.delete(at);
      else hidden.add(at);
      figures.forEach((figure) => figure.redraw());
    });
    made.prepend(swatch(at));
    return made;
  });
  return section("curves", "Learning curves", [
    element("div", { class: "tools runs", role: "group", "aria-label": "Runs that are drawn" }, ...switches),
    element(
      "div",
      { class: metrics.length > 1 ? "charts" : "charts single" },
      ...figures.map((figure) => figure.node),
    ),
  ]);
}

/** `val_loss` stands beside `loss`. */
function byFamily(one: string, other: string): number {
  const [a, b] = [one, other].map((name) => name.replace(/^val_/, ""));
  if (a === b) return one.length - other.length;
  if (a === "loss" || b === "loss") return a === "loss" ? -1 : 1;
  return a!.localeCompare(b!, "en");
}
