// What the model made of rows that it was not trained on, an output at a time.
import { element, type Child } from "../elements";
import { counted } from "../numbers";
import type { Outcome, Report } from "../records";
import { section, type Section } from "../sections";
import { confusionFigures } from "./confusion";
import { residualFigures } from "./residuals";
import { worstCards } from "./worst";

export function outcomesSection({ outcomes }: Report): Section | null {
  if (!outcomes.length) return null;
  return section(
    "outcomes",
    "Outcomes",
    outcomes.map((outcome) => ofOutput(outcome, outcomes.length > 1)),
  );
}

function ofOutput(outcome: Outcome, several: boolean): HTMLElement {
  const { output, part, rows, confusion, residuals, worst } = outcome;
  const children: Child[] = [
    several && output ? element("h3", { class: "output" }, "Output ", element("code", {}, output)) : null,
    element("p", {}, `Of ${counted(rows, "row")} of the ${part} part.`),
    ...(confusion ? confusionFigures(confusion, rows) : []),
    ...residuals.flatMap(residualFigures),
    worst.length ? worstCards(worst) : null,
  ];
  return element("div", { class: "outcome" }, ...children);
}
