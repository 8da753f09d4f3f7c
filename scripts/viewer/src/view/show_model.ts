import { draw, type Graph } from "../draw/draw";

/**
 * Draws a model into an element of a page: nodes fold, the picture moves and zooms.
 *
 * The page's style sheet has `view/view.css`.
 */
export function showModel(host: HTMLElement, graph: Graph): void {
  const text = draw(graph, { unfolded: [], theme: "page", interactive: true });
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  host.replaceChildren(document.importNode(parsed.documentElement, true));
}
