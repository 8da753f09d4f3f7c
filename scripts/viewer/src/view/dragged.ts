/** How far a pointer moves before it means to move the picture, not to press. */
const SLACK = 4;

/** Lets a mouse move what is in a frame; a finger scrolls it by itself. */
export function dragged(frame: HTMLElement): void {
  let from: { x: number; y: number } | undefined;
  let moved = false;
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    from = { x: event.clientX, y: event.clientY };
    moved = false;
  });
  frame.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = [from.x - event.clientX, from.y - event.clientY];
    if (!moved && Math.hypot(x, y) < SLACK) return;
    if (!moved) frame.setPointerCapture(event.pointerId);
    moved = true;
    scrolledBy(frame, x, y);
    from = { x: event.clientX, y: event.clientY };
  });
  const release = () => (from = undefined);
  frame.addEventListener("pointerup", release);
  frame.addEventListener("pointercancel", release);
  frame.addEventListener(
    "click",
    (event) => {
      if (moved) event.stopPropagation();
      moved = false;
    },
    { capture: true },
  );
}

/** Scrolls at once, whatever the page says of smoothness. */
export function scrolledBy(frame: Element, left: number, top: number): void {
  frame.scrollBy({ left, top, behavior: "instant" });
}
