// What a regression predicted beside what is true.
import { residualHistogram } from "../charts/histograms";
import { scatter } from "../charts/scatter";
import { element } from "../elements";
import { number } from "../numbers";
import type { Residuals } from "../records";

export function residualFigures(residuals: Residuals): HTMLElement[] {
  const { name, true: truth, predicted, low, high, counts, mean_absolute_error: error, r2 } = residuals;
  const explained = r2 === null ? "" : `, R² ${number(r2)}`;
  return [
    element(
      "div",
      { class: "charts" },
      element(
        "figure",
        {},
        element("h3", {}, `Predicted over true${name ? `: ${name}` : ""}`),
        element(
          "p",
          { class: "caption" },
          `Mean absolute error ${number(error)}${explained}. What is right lies on the dashed diagonal.`,
        ),
        scatter(name, truth, predicted),
      ),
      element(
        "figure",
        {},
        element("h3", {}, `Residuals${name ? `: ${name}` : ""}`),
        element(
          "p",
          { class: "caption" },
          "Predicted less true: what is right of the dashed line was predicted too high.",
        ),
        residualHistogram(name, low, high, counts),
      ),
    ),
  ];
}
