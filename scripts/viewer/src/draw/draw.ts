import { arrange } from "./arrange";
import { DOC, end, piece, weightsBox, type Piece } from "./box";
import { xml } from "./escape";
import { unfoldedTo } from "./folding";
import type { Graph } from "./graph";
import type { Font } from "./measure";
import type { Options } from "./options";
import { num, renderFrame, renderPicture, renderPiece, renderSaid, renderWeights } from "./render";
import { styleOf } from "./style";

export type { Edge, Graph, GraphNode, GraphWeight, Kind } from "./graph";
export { folds, unfoldedTo } from "./folding";
export type { Options } from "./options";

const NAME: Font = { face: "bold", size: 18, style: "name" };
const MARGIN = 24;

/** The picture of a graph, as the text of an SVG. Pure: it needs no page. */
export function draw(graph: Graph, options: Options): string {
  const head = heading(graph, options);
  const { unfolded } = options;
  const open = typeof unfolded === "number" ? unfoldedTo(graph, unfolded) : unfolded;
  const picture = arrange(graph, open, options.interactive);
  const top = MARGIN + (head.height > 0 ? head.height + MARGIN : 0);
  const width = Math.ceil(Math.max(head.width, picture.width) + 2 * MARGIN);
  const height = Math.ceil(top + picture.height + MARGIN);
  const drawn = renderPicture(picture, (width - picture.width) / 2, top, 0, options);
  const said = `<g transform="translate(${MARGIN} ${MARGIN})">${head.svg}</g>`;
  const role = options.interactive ? "group" : "img";
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="drawing" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" role="${role}" aria-label="${xml(`Drawing of ${graph.name}`)}">` +
    `${styleOf(options.theme)}<rect class="ground-0" width="${width}" height="${height}"/>` +
    `${said}${drawn}</svg>\n`
  );
}

/** What stands above: a name and what it is, and weights that belong to no layer. */
function heading(graph: Graph, { theme, interactive }: Options) {
  const pieces: Piece[] = [];
  let height = 0;
  if (theme !== "page") {
    if (graph.name) pieces.push(piece(0, (height += 15), graph.name, NAME, 600));
    if (graph.doc) pieces.push(piece(0, (height += height > 0 ? 21 : 12), graph.doc, DOC, 600));
  }
  let width = Math.max(0, ...pieces.map(end));
  let svg = pieces.map((one) => renderPiece(one)).join("");
  if (graph.weights?.length) {
    const box = weightsBox(graph.weights);
    const y = height > 0 ? height + 16 : 0;
    svg += `<g class="node weights" transform="translate(0 ${num(y)})">${renderFrame(box, "closed") + renderSaid(box, box.width)}${renderWeights(box, interactive)}</g>`;
    height = y + box.height;
    width = Math.max(width, box.width);
  }
  return { svg, width, height };
}
