// Buttons of which one is pressed.
import { button, element } from "../elements";

/** A group of buttons; the first is pressed until someone chooses another. */
export function pressedOne(label: string, names: string[], choose: (at: number) => void): HTMLElement {
  const buttons = names.map((name, at) =>
    button(
      name,
      () => {
        buttons.forEach((one, other) => one.setAttribute("aria-pressed", String(other === at)));
        choose(at);
      },
      { "aria-pressed": String(at === 0) },
    ),
  );
  return element("div", { class: "tools", role: "group", "aria-label": label }, ...buttons);
}
