// Light and dark, as the machine has it until someone says otherwise.
import { button } from "./elements";

const prefersDark = matchMedia("(prefers-color-scheme: dark)");

function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : prefersDark.matches;
}

/** The button that goes from one to the other. */
export function themeButton(): HTMLButtonElement {
  const made = button(
    "",
    () => {
      document.documentElement.dataset.theme = isDark() ? "light" : "dark";
      say();
    },
    { class: "theme" },
  );
  const say = () => (made.textContent = isDark() ? "Light colors" : "Dark colors");
  prefersDark.addEventListener("change", say);
  say();
  return made;
}
