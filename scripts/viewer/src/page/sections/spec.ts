// The resolved spec, with where overridden values come from.
import { button, element, scrolling } from "../elements";
import type { Origin, Report } from "../records";
import { section, type Section } from "../sections";

const KEY = /^(\s*(?:- )*)([A-Za-z_][\w.-]*)(:)(?=\s|$)/;

export function specSection({ spec, origins }: Report): Section | null {
  if (!spec) return null;
  const from = (number: number) => origins.filter((origin) => origin.line === number);
  const lines = spec.replace(/\n$/, "").split("\n");
  const listing = element(
    "pre",
    { class: "listing" },
    ...lines.map((text, at) => lineOf(text, at + 1, from(at + 1))),
  );
  const said = element("span", { role: "status" });
  const copy = button(
    "Copy",
    () =>
      void copied(spec).then(
        (done) => (said.textContent = done ? "Copied." : "The browser does not let it."),
      ),
  );
  return section("spec", "Spec", [
    element("div", { class: "tools" }, copy, said, element("p", {}, overridden(origins))),
    scrolling("Resolved spec", "tall", listing),
  ]);
}

function overridden(origins: Origin[]): string {
  if (!origins.length) return "All values stand in the file itself.";
  return origins.length === 1
    ? "One value comes from elsewhere; its line says from where."
    : `${origins.length} values come from elsewhere; their lines say from where.`;
}

function lineOf(text: string, number: number, origins: Origin[]): HTMLElement {
  const found = KEY.exec(text);
  const written = found
    ? [
        found[1]!,
        element("span", { class: "key" }, found[2]!),
        text.slice(found[1]!.length + found[2]!.length),
      ]
    : [text];
  const where = origins.map(({ path, place }) =>
    element("span", { class: "origin", title: path }, `← ${place}`),
  );
  return element(
    "span",
    { class: origins.length ? "line overridden" : "line" },
    element("span", { class: "line-number", "aria-hidden": "true" }, String(number)),
    element("span", { class: "line-text" }, ...written, "\n"),
    ...where,
  );
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
