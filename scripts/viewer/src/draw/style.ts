// The style sheet that a picture by itself brings along: its colors are written out.
import colors from "../colors.css";
import rules from "./drawing.css";
import type { Options } from "./options";

const COLOR = /(--[\w-]+):\s*light-dark\((#\w+),\s*(#\w+)\)/g;

/** The rules for a theme; none for a page, which has them. */
export function styleOf(theme: Options["theme"]): string {
  if (theme === "page") return "";
  if (theme !== "auto") return element(inColors(theme));
  return element(`${inColors("light")}@media (prefers-color-scheme:dark){${inColors("dark")}}`);
}

function element(text: string): string {
  return `<style>${text}</style>`;
}

function inColors(theme: "light" | "dark"): string {
  const values = new Map<string, string>();
  for (const [, name, light, dark] of colors.matchAll(COLOR))
    values.set(name!, theme === "light" ? light! : dark!);
  const compact = rules.replace(/\s*\n\s*/g, "").replace(/>/g, "&gt;");
  return compact.replace(/var\((--[\w-]+)\)/g, (_, name: string) => values.get(name)!);
}
