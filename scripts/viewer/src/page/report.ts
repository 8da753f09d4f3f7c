// The page of a run.
import { element } from "./elements";
import { runHeader } from "./header";
import { outcomesSection } from "./outcomes/outcomes";
import { contents, goTo, type Section } from "./sections";
import { learningSection } from "./sections/learning";
import { modelSection } from "./sections/model";
import { specSection } from "./sections/spec";
import { environmentSection, timingsSection } from "./sections/surroundings";
import { throughputSection } from "./sections/throughput";
import { weightsSection } from "./sections/weights";
import type { Report } from "./records";

export function reportPage(report: Report): Node[] {
  const weights = weightsSection(report);
  const seekWeight = (path: string) => {
    if (!weights) return;
    weights.node.open = true;
    weights.open(path);
    goTo(weights.node);
  };
  return laidOut(runHeader(report), [
    learningSection(report),
    outcomesSection(report),
    modelSection(report, seekWeight),
    weights,
    throughputSection(report),
    specSection(report),
    timingsSection(report),
    environmentSection(report),
  ]);
}

/** A page's head, its contents, and what of its sections there is. */
export function laidOut(head: HTMLElement, found: (Section | null)[]): Node[] {
  const sections = found.filter((one) => one !== null);
  if (!sections.length) return [head];
  return [
    head,
    contents(sections),
    element("div", { class: "sections" }, ...sections.map(({ node }) => node)),
  ];
}
