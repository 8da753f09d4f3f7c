import type { Graph } from "./graph";
import type { Options } from "./options";

export type { Edge, Graph, GraphNode, GraphWeight, Kind } from "./graph";
export type { Options } from "./options";

/** The picture of a graph, as the text of an SVG. Pure: it needs no page. */
export function draw(graph: Graph, options: Options): string {
  const height = 40 + 24 * graph.nodes.length;
  const nodes = graph.nodes.map((node, at) => `<text x="20" y="${32 + 24 * at}">${escape(node.title)}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" class="drawing" width="400" height="${height}" viewBox="0 0 400 ${height}" data-theme="${options.theme}">${nodes.join("")}</svg>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
