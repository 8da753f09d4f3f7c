// The sections of a page, each of which folds, and the table of contents that leads to them.
import { element, type Child } from "./elements";
import { makeAll } from "./lazily";

export interface Section {
  id: string;
  title: string;
  node: HTMLDetailsElement;
}

/** A section. What is long and seldom asked for begins folded. */
export function section(id: string, title: string, content: Child[], open = true): Section {
  const heading = element("h2", { id: `${id}-title` }, title);
  const node = element(
    "details",
    { class: "section", id, open },
    element("summary", {}, heading),
    element("div", { class: "content" }, ...content),
  );
  return { id, title, node };
}

/** Opens whatever is folded around a node, then goes there. */
export function goTo(node: Element): void {
  for (let around: Element | null = node; around; around = around.parentElement) {
    if (around instanceof HTMLDetailsElement) around.open = true;
  }
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  node.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

/** Links to the sections. */
export function contents(sections: Section[]): HTMLElement {
  const links = sections.map(({ id, title, node }) => {
    const link = element("a", { href: `#${id}` }, title);
    link.addEventListener("click", () => (node.open = true));
    return element("li", {}, link);
  });
  return element("nav", { class: "contents", "aria-label": "Contents" }, element("ol", {}, ...links));
}

/** Paper shows all of the page. */
export function openForPrinting(): void {
  addEventListener("beforeprint", () => {
    for (const section of document.querySelectorAll<HTMLDetailsElement>("details.section"))
      section.open = true;
    makeAll(document.body);
  });
}
