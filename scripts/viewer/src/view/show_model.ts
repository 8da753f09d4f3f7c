import { draw, folds, unfoldedTo, type Graph } from "../draw/draw";
import { dragged, scrolledBy } from "./dragged";
import { nodesOf } from "./nodes_of";
import { toolbar } from "./toolbar";

const LEAST = 0.2;
const MOST = 3;
/** At first nothing is smaller than one can read, though it then does not fit. */
const READABLE = 0.6;
/** Of more boxes than this, not all are unfolded at once. */
const MOST_NODES = 1500;

/**
 * Draws a model into an element of a page: nodes fold, the picture moves and zooms.
 *
 * The page's style sheet has `view/view.css`. Layers are unfolded to a depth.
 */
export function showModel(host: HTMLElement, graph: Graph, depth = 0): void {
  const nodes = nodesOf(graph);
  const all = nodes.filter(folds).map((node) => node.id);
  const start = unfoldedTo(graph, depth);
  let unfolded = start;
  let zoom = 1;
  let picture: SVGSVGElement;
  const frame = document.createElement("div");
  frame.className = "picture";
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", `Drawing of ${graph.name}`);

  const redraw = () => {
    picture = parse(draw(graph, { unfolded, theme: "page", interactive: true }));
    frame.replaceChildren(picture);
    size(picture, zoom);
  };
  const setZoom = (wanted: number) => {
    const middle = frame.scrollLeft + frame.clientWidth / 2;
    const center = frame.scrollTop + frame.clientHeight / 2;
    const before = zoom;
    zoom = Math.min(Math.max(wanted, LEAST), MOST);
    size(picture, zoom);
    frame.scrollLeft = (middle * zoom) / before - frame.clientWidth / 2;
    frame.scrollTop = (center * zoom) / before - frame.clientHeight / 2;
  };
  const fitting = () => Math.min(1, frame.clientWidth / picture.viewBox.baseVal.width);
  const fit = () => setZoom(fitting());
  const setUnfolded = (ids: ReadonlySet<string>) => {
    unfolded = new Set(ids);
    redraw();
  };
  const toggle = (id: string) => {
    const before = place(frame, id);
    const next = new Set(unfolded);
    if (!next.delete(id)) next.add(id);
    setUnfolded(next);
    const after = place(frame, id);
    scrolledBy(frame, after.left - before.left, after.top - before.top);
    foldButton(frame, id)?.focus({ preventScroll: true });
  };

  frame.addEventListener("click", (event) => act(event, toggle));
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") act(event, toggle);
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === "+" || event.key === "=") setZoom(zoom * 1.25);
    else if (event.key === "-") setZoom(zoom / 1.25);
    else if (event.key === "0") fit();
  });
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    setZoom(zoom * Math.exp(-event.deltaY / 300));
  });
  dragged(frame);
  const buttons = [
    { label: "−", title: "Zoom out", press: () => setZoom(zoom / 1.25) },
    { label: "+", title: "Zoom in", press: () => setZoom(zoom * 1.25) },
    { label: "Fit", title: "Fit to the width", press: fit },
  ];
  if (all.length > 0) {
    const allAtOnce = nodes.length <= MOST_NODES;
    if (allAtOnce) buttons.push({ label: "Unfold all", title: "", press: () => setUnfolded(new Set(all)) });
    buttons.push({ label: "Fold", title: "Fold all layers", press: () => setUnfolded(start) });
  }
  host.replaceChildren(toolbar(buttons), frame);
  redraw();
  setZoom(Math.max(fitting(), READABLE));
}

function parse(text: string): SVGSVGElement {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  return document.importNode(parsed.documentElement, true) as unknown as SVGSVGElement;
}

function size(picture: SVGSVGElement, zoom: number): void {
  const { width, height } = picture.viewBox.baseVal;
  picture.setAttribute("width", String(Math.round(width * zoom)));
  picture.setAttribute("height", String(Math.round(height * zoom)));
}

/** Folds the node whose button was pressed, or unfolds it. */
function act(event: Event, toggle: (id: string) => void): void {
  const button = (event.target as Element).closest(".fold");
  const id = button?.closest<SVGElement>("[data-id]")?.dataset.id;
  if (id === undefined) return;
  event.preventDefault();
  toggle(id);
}

function foldButton(frame: Element, id: string): SVGElement | null {
  return frame.querySelector<SVGElement>(`[data-id="${CSS.escape(id)}"] > .fold`);
}

function place(frame: Element, id: string): DOMRect {
  return (foldButton(frame, id) ?? frame).getBoundingClientRect();
}
