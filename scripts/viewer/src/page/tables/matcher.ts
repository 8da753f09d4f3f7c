// What is typed into a search.

/** Tells which texts have all the words of `search`; a `*` stands for anything within a word. */
export function rowMatcher(search: string): (text: string) => boolean {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.split("*"));
  return (text) => {
    const low = text.toLowerCase();
    return words.every((pieces) => holds(low, pieces));
  };
}

function holds(text: string, pieces: string[]): boolean {
  let from = 0;
  for (const piece of pieces) {
    const at = text.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return true;
}

/** Tells which texts a pattern means, whose `*` stands for what lies between two slashes. */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const pieces = pattern.split("*").map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const whole = new RegExp(`^${pieces.join("[^/]*")}$`, "u");
  return (path) => whole.test(path);
}
