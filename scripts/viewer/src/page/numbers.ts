// Numbers as people read them: four digits that count, one way on the whole page.

const DIGITS = 4;
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const signed = (text: string) => text.replace(/^-/, "−");

/** A number; null is one that was not finite. */
export function number(value: number | null | undefined): string {
  if (value === null || value === undefined) return "not finite";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e7) return signed(whole.format(value));
  if (size >= 1e7 || size < 1e-4) return signed(value.toExponential(DIGITS - 1));
  if (Number(size.toPrecision(DIGITS)) >= 10 ** DIGITS) return signed(whole.format(value));
  return signed(value.toPrecision(DIGITS));
}

/** At an axis, where there is little room. */
export function tick(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return signed(value.toExponential().replace("e+", "e"));
  return signed(value.toLocaleString("en-US", { maximumSignificantDigits: 6 }));
}

/** How many there are of something. */
export function count(value: number): string {
  return whole.format(value);
}

/** How many there are, with what they are. */
export function counted(value: number, one: string, several = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : several}`;
}

/** Many, in readable numbers: 4.81 million (4,810,762). */
export function large(value: number): string {
  if (value < 1e5) return count(value);
  const [unit, name] = value >= 1e9 ? [1e9, "billion"] : value >= 1e6 ? [1e6, "million"] : [1e3, "thousand"];
  return `${(value / (unit as number)).toPrecision(3)} ${name} (${count(value)})`;
}

/** A share of one, in percent. */
export function percent(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return "–";
  if (share === 0) return "0 %";
  if (share < 0.001) return "< 0.1 %";
  if (share < 1 && share > 0.999) return "> 99.9 %";
  return `${(100 * share).toFixed(share < 0.1 || share > 0.99 ? 1 : 0).replace(/^100\.0$/, "100")} %`;
}

/** A time that something took. */
export function duration(seconds: number): string {
  if (seconds < 1e-3) return seconds === 0 ? "0 s" : "< 1 ms";
  if (seconds < 1) return `${Math.round(1000 * seconds)} ms`;
  if (seconds < 60) return `${seconds.toPrecision(3)} s`;
  const all = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return hours ? `${count(hours)} h ${minutes} min` : `${minutes} min ${rest} s`;
}

/** When, from ISO 8601, with the zone it was written in. */
export function moment(written: string): string {
  const found = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$/.exec(written);
  if (!found) return written;
  const zone = found[3] === undefined ? "" : /^(Z|\+00:?00)$/.test(found[3]) ? " UTC" : ` (UTC${found[3]})`;
  return `${found[1]}, ${found[2]}${zone}`;
}
