/**
 * What XML can't hold, what is not seen, and what turns the direction of reading; all of it is
 * written as an escape.
 */
const HIDDEN = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;

/** The text on one line, whose every letter is seen. */
export function visible(text: string): string {
  return text.replace(/\s*[\r\n]\s*/g, " ").replace(/\t/g, " ").replace(HIDDEN, escapeSequence);
}

/** How a letter that is not seen is written. */
export function escapeSequence(letter: string): string {
  const code = letter.codePointAt(0)!.toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, "0")}`;
  return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\U${code.padStart(8, "0")}`;
}

/** Text as it stands in an element or between quotes. */
export function xml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
