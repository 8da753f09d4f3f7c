// What is costly is made once it comes near the screen, or when the page is printed.

const waiting = new Map<Element, () => void>();

function make(seen: Element): void {
  const act = waiting.get(seen);
  waiting.delete(seen);
  observer.unobserve(seen);
  act?.();
}

const observer = new IntersectionObserver(
  (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => make(entry.target)),
  { rootMargin: "400px 200px" },
);

/** Does `act` once `seen` is nearly visible. */
export function lazily(seen: Element, act: () => void): void {
  waiting.set(seen, act);
  observer.observe(seen);
}

/** Makes what waits within `root`, as for the printer. */
export function makeAll(root: Element): void {
  for (const seen of [...waiting.keys()]) if (root.contains(seen)) make(seen);
}

/** Makes what waits at `seen` once there is nothing else to do, whether it is near or not. */
export function whenIdle(seen: Element): void {
  const idle = window.requestIdleCallback ?? ((act: () => void) => setTimeout(act, 200));
  idle(() => make(seen));
}
