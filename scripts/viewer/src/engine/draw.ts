// The drawer for an engine that knows the language and nothing of browsers.
export { draw } from "../draw/draw";

/** What the layout calls to copy lists of names. */
globalThis.structuredClone ??= <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
