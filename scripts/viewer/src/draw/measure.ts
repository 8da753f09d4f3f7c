// How wide text is: by a table, as there may be no page to ask.
import widths from "./widths.json";

export type Face = "regular" | "bold" | "mono";

/** A face, its size in pixels, and the class by which `drawing.css` sets it. */
export interface Font {
  face: Face;
  size: number;
  style: string;
}

const MONO = 0.602;
const UNKNOWN = 1;
/** Marks that stand over another letter, and signs that are not seen. */
const NO_WIDTH = /^[\p{M}\p{Cf}]$/u;

const TABLES = { regular: table(widths.regular), bold: table(widths.bold) };

function table(byWidth: Record<string, string>): Map<string, number> {
  const found = new Map<string, number>();
  for (const [width, letters] of Object.entries(byWidth))
    for (const letter of letters) found.set(letter, Number(width) / 1000);
  return found;
}

function letterWidth(letter: string, face: Face): number {
  if (letter > "~" && NO_WIDTH.test(letter)) return 0;
  if (face === "mono") return isNarrow(letter) ? MONO : UNKNOWN;
  return TABLES[face].get(letter) ?? UNKNOWN;
}

/** Whether the monospaced font has the letter, or one that is no wider. */
function isNarrow(letter: string): boolean {
  return letter < "\u2000" || TABLES.regular.has(letter);
}

/** The width of a text in pixels. */
export function textWidth(text: string, font: Font): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter, font.face);
  return width * font.size;
}

/** The text, or as much of it as is no wider, with `…` in the place of the rest. */
export function cut(text: string, font: Font, widest: number): string {
  const room = widest / font.size + 0.001; // sums are a little uneven
  const dots = letterWidth("…", font.face);
  let width = 0;
  let fits = 0;
  let at = 0;
  for (const letter of text) {
    width += letterWidth(letter, font.face);
    if (width > room) return text.slice(0, fits).trimEnd() + "…";
    at += letter.length;
    if (width + dots <= room) fits = at;
  }
  return text;
}
