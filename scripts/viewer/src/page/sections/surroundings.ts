// Where a run was made, and what took its time.
import { element } from "../elements";
import { duration, percent } from "../numbers";
import { pairs, plainTable } from "../tables/plain";
import type { Report } from "../records";
import { section, type Section } from "../sections";

export function environmentSection({ environment }: Report): Section | null {
  return environment.length
    ? section("environment", "Environment", [pairs("Environment", environment)])
    : null;
}

export function timingsSection({ timings }: Report): Section | null {
  if (!timings.length) return null;
  const all = timings.reduce((sum, [, seconds]) => sum + seconds, 0) || 1;
  const longest = Math.max(...timings.map(([, seconds]) => seconds)) || 1;
  const rows = timings.map(([name, seconds]) => ({
    head: name,
    cells: [
      duration(seconds),
      percent(seconds / all),
      element("td", { class: "bar-cell" }, bar(seconds / longest)),
    ],
  }));
  return section("timings", "Timings", [
    plainTable("Timings", ["", "time", "share", ""], rows, "numbers timings"),
  ]);
}

/** As long as its share of the longest. */
export function bar(share: number): HTMLElement {
  const made = element("span", { class: "bar", "aria-hidden": "true" });
  made.style.width = `${Math.max(0.5, 100 * share)}%`;
  return made;
}
