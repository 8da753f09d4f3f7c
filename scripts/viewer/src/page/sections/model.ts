// The model as a picture, whose weights lead to their rows.
import { element } from "../elements";
import { lazily, whenIdle } from "../lazily";
import { showModel } from "../../view/show_model";
import type { Report } from "../records";
import { section, type Section } from "../sections";

export function modelSection({ graph }: Report, seekWeight: (path: string) => void): Section | null {
  if (!graph) return null;
  const host = element("div", { class: "model" });
  lazily(host, () => showModel(host, graph));
  whenIdle(host);
  host.addEventListener("click", (event) => {
    const weight = event.target instanceof Element ? event.target.closest<SVGElement>("[data-weight]") : null;
    if (weight?.dataset.weight) seekWeight(weight.dataset.weight);
  });
  return section("model", "Model", [host]);
}
