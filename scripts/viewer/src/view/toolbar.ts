export interface Button {
  label: string;
  /** What a sign stands for, where the label is one. */
  title: string;
  press: () => void;
}

/** A row of buttons. */
export function toolbar(buttons: Button[]): HTMLElement {
  const bar = document.createElement("div");
  bar.className = "toolbar";
  for (const { label, title, press } of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    if (title) {
      button.title = title;
      button.setAttribute("aria-label", title);
    }
    button.addEventListener("click", press);
    bar.append(button);
  }
  return bar;
}
