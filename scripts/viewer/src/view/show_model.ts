import { draw, folds, unfoldedTo, type Graph } from "../draw/draw";
import { dragged, scrolledBy } from "./dragged";
import { nodesOf } from "./nodes_of";
import { toolbar, type Button } from "./toolbar";

const LEAST = 0.2;
const MOST = 3;
const STEP = 1.25;
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
  const view = new ModelView(graph, unfoldedTo(graph, depth));
  host.replaceChildren(toolbar(buttons(view, graph)), view.frame);
  view.begin();
}

function buttons(view: ModelView, graph: Graph): Button[] {
  const nodes = nodesOf(graph);
  const all = new Set(nodes.filter(folds).map((node) => node.id));
  const found = [
    { label: "−", title: "Zoom out", press: () => view.zoomBy(1 / STEP) },
    { label: "+", title: "Zoom in", press: () => view.zoomBy(STEP) },
    { label: "Fit", title: "Fit to the width", press: () => view.fit() },
  ];
  if (all.size > 0 && nodes.length <= MOST_NODES)
    found.push({ label: "Unfold all", title: "", press: () => view.unfold(all) });
  if (all.size > 0)
    found.push({ label: "Fold all", title: "", press: () => view.unfold(unfoldedTo(graph, 0)) });
  return found;
}

/** The picture in a frame that scrolls. */
class ModelView {
  readonly frame = document.createElement("div");
  private picture!: SVGSVGElement;
  private zoom = 1;

  constructor(
    private readonly graph: Graph,
    private unfolded: ReadonlySet<string>,
  ) {
    this.frame.className = "picture";
    this.frame.tabIndex = 0;
    this.frame.setAttribute("role", "region");
    this.frame.setAttribute("aria-label", `Drawing of ${graph.name}`);
    this.frame.addEventListener("click", (event) => this.press(event));
    this.frame.addEventListener("keydown", (event) => this.type(event));
    this.frame.addEventListener("wheel", (event) => this.turn(event), { passive: false });
    dragged(this.frame);
    this.redraw();
  }

  /** Takes its size, once the frame is in the page. */
  begin(): void {
    this.zoomTo(Math.max(this.fitting(), READABLE));
  }

  unfold(ids: ReadonlySet<string>): void {
    this.unfolded = ids;
    this.redraw();
  }

  fit(): void {
    this.zoomTo(this.fitting());
  }

  zoomBy(factor: number): void {
    this.zoomTo(this.zoom * factor);
  }

  /** Makes it larger or smaller; what is in the middle stays there. */
  private zoomTo(wanted: number): void {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.frame;
    const before = this.zoom;
    this.zoom = Math.min(Math.max(wanted, LEAST), MOST);
    this.resize();
    const grown = this.zoom / before;
    this.frame.scrollLeft = (scrollLeft + clientWidth / 2) * grown - clientWidth / 2;
    this.frame.scrollTop = (scrollTop + clientHeight / 2) * grown - clientHeight / 2;
  }

  private fitting(): number {
    return Math.min(1, this.frame.clientWidth / this.picture.viewBox.baseVal.width);
  }

  private redraw(): void {
    const options = { unfolded: this.unfolded, theme: "page", interactive: true } as const;
    this.picture = parse(draw(this.graph, options));
    this.frame.replaceChildren(this.picture);
    this.resize();
  }

  private resize(): void {
    const { width, height } = this.picture.viewBox.baseVal;
    this.picture.setAttribute("width", String(Math.round(width * this.zoom)));
    this.picture.setAttribute("height", String(Math.round(height * this.zoom)));
  }

  /** Folds the node whose button was pressed, or unfolds it. */
  private press(event: Event): void {
    const button = (event.target as Element).closest(".fold");
    const id = button?.closest<SVGElement>("[data-id]")?.dataset.id;
    if (id === undefined) return;
    event.preventDefault();
    this.toggle(id);
  }

  /** The node stays where one looks, and keeps the focus. */
  private toggle(id: string): void {
    const before = this.place(id);
    const next = new Set(this.unfolded);
    if (!next.delete(id)) next.add(id);
    this.unfold(next);
    const after = this.place(id);
    scrolledBy(this.frame, after.left - before.left, after.top - before.top);
    this.foldButton(id)?.focus({ preventScroll: true });
  }

  private type(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") this.press(event);
    else if (event.key === "+" || event.key === "=") this.zoomBy(STEP);
    else if (event.key === "-") this.zoomBy(1 / STEP);
    else if (event.key === "0") this.fit();
  }

  private turn(event: WheelEvent): void {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.zoomBy(Math.exp(-event.deltaY / 300));
  }

  private foldButton(id: string): SVGElement | null {
    return this.frame.querySelector<SVGElement>(`[data-id="${CSS.escape(id)}"] > .fold`);
  }

  private place(id: string): DOMRect {
    return (this.foldButton(id) ?? this.frame).getBoundingClientRect();
  }
}

function parse(text: string): SVGSVGElement {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  return document.importNode(parsed.documentElement, true) as unknown as SVGSVGElement;
}
