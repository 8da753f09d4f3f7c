// Elements of the page. Text is only ever set as text: names, docs and data are no one's we know.
import { escapeSequence } from "../draw/escape";

export type Child = Node | string | null;
type Attributes = Record<string, string | number | boolean>;

const NEVER = /^(on|style$|srcdoc$)/;
/** Marks that turn the direction of reading, beyond where they stand, and what is not seen at all. */
const HIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g;

/** A text of which nothing is hidden: what would be is written as an escape. */
export function seen(text: string): string {
  return text.replace(HIDDEN, escapeSequence);
}

/** An element. Attributes that are `false` are left out, and those that are `true` are empty. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (NEVER.test(name)) throw new Error(`an attribute that may run code: ${name}`);
    if (value !== false) made.setAttribute(name, value === true ? "" : seen(String(value)));
  }
  const there = children.filter((child) => child !== null);
  made.append(...there.map((child) => (typeof child === "string" ? seen(child) : child)));
  return made;
}

/** A button that does something. */
export function button(text: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

/** A button that is pressed or not, and says so. */
export function toggle(text: string, pressed: boolean, act: (pressed: boolean) => void): HTMLButtonElement {
  const made = button(text, () => {
    const now = made.getAttribute("aria-pressed") !== "true";
    made.setAttribute("aria-pressed", String(now));
    act(now);
  });
  made.setAttribute("aria-pressed", String(pressed));
  return made;
}

/** A box of its own that scrolls where its content is wider or higher than there is room. */
export function scrolling(label: string, className: string, ...children: Child[]): HTMLElement {
  return element(
    "div",
    { class: `scrolling ${className}`, role: "region", "aria-label": label, tabindex: 0 },
    ...children,
  );
}

/** What is seen only where it is asked for, and made only then. */
export function folded(summary: string, make: () => Child): HTMLDetailsElement {
  const made = element("details", { class: "folded" }, element("summary", {}, summary));
  made.addEventListener("toggle", () => made.append(...[make()].filter((child) => child !== null)), {
    once: true,
  });
  return made;
}
