// What a node's box says, line by line, and how much room that takes.
import { visible } from "./escape";
import { weightsWithin } from "./folding";
import type { GraphNode, GraphWeight } from "./graph";
import { cut, textWidth, type Font } from "./measure";

export const TITLE: Font = { face: "bold", size: 13, style: "title" };
export const CLASS: Font = { face: "regular", size: 12, style: "class" };
export const DOC: Font = { face: "regular", size: 12, style: "doc" };
export const CODE: Font = { face: "mono", size: 11.5, style: "code" };
export const SMALL: Font = { face: "mono", size: 11, style: "small" };
export const SOFT: Font = { ...SMALL, style: "small soft" };
const NOTE: Font = { face: "regular", size: 10.5, style: "note" };

const WIDEST = 380;
const WIDEST_FORMULA = 480;
const PAD = 14;
const GAP = 8;
const MOST_WEIGHTS = 12;

/** A piece of text; `whole` is said where one points at it. */
export interface Piece {
  x: number;
  y: number;
  text: string;
  font: Font;
  whole?: string;
  /** Whether it has a frame of its own. */
  framed?: boolean;
  /** The path of the weight that it tells of; empty for one that tells of several. */
  weight?: string;
}

/** What a box says, from its upper left corner. */
export interface Box {
  width: number;
  height: number;
  pieces: Piece[];
  /** Where lines lie that part the box, from its top. */
  rules: number[];
}

/** The box of a node. One that is unfolded says how much `room` it has for what is in it. */
export function boxOf(node: GraphNode, folds: boolean, room?: number): Box {
  if (node.kind === "input" || node.kind === "output") return pill(node);
  return node.kind === "formula" ? formula(node) : header(node, folds, room);
}

function pill(node: GraphNode): Box {
  const title = piece(PAD + 4, 0, node.title, TITLE, WIDEST / 2);
  const shape = piece(end(title) + GAP, 0, node.shape ?? "", SOFT, WIDEST / 2);
  return closed(withLine(empty(), shape.text ? [title, shape] : [title], 20), 4);
}

function formula(node: GraphNode): Box {
  return closed(withLine(empty(), [piece(PAD, 0, node.title, CODE, WIDEST_FORMULA)], 20), 0);
}

function header(node: GraphNode, folds: boolean, room?: number): Box {
  const widest = Math.max(room ?? 0, WIDEST);
  const font = node.kind === "layer" ? TITLE : CODE;
  const head = [piece(PAD + (folds ? 16 : 0), 0, node.title, font, widest - 60)];
  if (node.repeat) {
    const repeat = piece(end(head[0]!) + GAP + 6, 0, `×${node.repeat}`, SMALL, 60);
    head.push({ ...repeat, framed: true });
  }
  let box = withLine(empty(), head, 20);
  const layer = node.layer === node.title ? "" : (node.layer ?? "");
  const name = piece(PAD, 0, layer, CLASS, widest / 2);
  const x = layer ? end(name) + GAP : PAD;
  const kind = [name, piece(x, 0, node.arguments ?? "", SOFT, widest - x)].filter((one) => one.text);
  if (kind.length > 0) box = withLine(box, kind, 18);
  if (node.doc) box = withLine(box, [piece(PAD, 0, node.doc, DOC, widest)], 18);
  box = withWeights(box, node.weights ?? []);
  const within = room === undefined ? weightsWithin(node) : 0;
  return closed(within > 0 ? withLine(box, [countOf(within, node)], 18) : box, 0);
}

function countOf(within: number, { weights }: GraphNode): Piece {
  const also = weights?.length ? "and " : "";
  return piece(PAD, 0, `${also}${within} ${within === 1 ? "weight" : "weights"} within`, NOTE, WIDEST);
}

/** A box of weights alone. */
export function weightsBox(weights: GraphWeight[]): Box {
  return closed(withWeights(empty(), weights), 0);
}

function empty(): Box {
  return { width: 0, height: 6, pieces: [], rules: [] };
}

/** Room on the right and below. */
function closed(box: Box, more: number): Box {
  return { ...box, width: box.width + PAD + more, height: box.height + (more ? 4 : 6) };
}

/** The box with another line below. */
function withLine(box: Box, pieces: Piece[], height: number): Box {
  const y = box.height + height - 5.5;
  const right = pieces.map((one) => end(one) + (one.framed ? 6 : 0));
  return {
    width: Math.max(box.width, ...right),
    height: box.height + height,
    pieces: [...box.pieces, ...pieces.map((one) => ({ ...one, y }))],
    rules: box.rules,
  };
}

/** Rows of weights: names, shapes and initializers, each in a column. */
function withWeights(box: Box, weights: GraphWeight[]): Box {
  if (weights.length === 0) return box;
  const shown = weights.length > MOST_WEIGHTS ? weights.slice(0, MOST_WEIGHTS - 1) : weights;
  const widths = COLUMNS.map(([column, widest]) => columnWidth(shown, column, widest));
  const isFirst = box.pieces.length === 0;
  let grown = isFirst ? box : { ...box, height: box.height + 9, rules: [box.height + 5] };
  for (const weight of shown) grown = withLine(grown, row(weight, widths), 17);
  const left = weights.length - shown.length;
  const more = { ...piece(PAD, 0, `… and ${left} more`, NOTE, WIDEST), weight: "" };
  return left > 0 ? withLine(grown, [more], 17) : grown;
}

const COLUMNS = [
  ["name", 120],
  ["shape", 180],
  ["initializer", 220],
] as const;
type Column = (typeof COLUMNS)[number][0];

function columnWidth(weights: GraphWeight[], column: Column, widest: number): number {
  const widths = weights.map((weight) => textWidth(visible(weight[column] ?? ""), SMALL));
  return Math.min(Math.max(...widths), widest);
}

function row(weight: GraphWeight, widths: number[]): Piece[] {
  const pieces: Piece[] = [];
  let x = PAD;
  COLUMNS.forEach(([column], at) => {
    const text = weight[column] ?? "";
    const font = column === "name" ? SMALL : SOFT;
    const shown = piece(x, 0, text, font, widths[at]!);
    if (text) pieces.push(column === "name" ? { ...shown, whole: about(weight) } : shown);
    if (widths[at]! > 0) x += widths[at]! + GAP + 4;
  });
  const frozen = { ...piece(x + 4, 0, "frozen", NOTE, 60), framed: true };
  if (weight.trainable === false) pieces.push(frozen);
  return pieces.map((one) => ({ ...one, weight: weight.path || weight.name }));
}

/** What is said of a weight where one points at its name. */
function about({ name, path, dtype, doc }: GraphWeight): string {
  return [path || name, dtype, doc].filter(Boolean).join(" · ");
}

/** A piece that is no wider than it may be. */
export function piece(x: number, y: number, text: string, font: Font, widest: number): Piece {
  const seen = visible(text.slice(0, 2000));
  const shown = cut(seen, font, widest);
  return shown === seen ? { x, y, text: shown, font } : { x, y, text: shown, font, whole: text };
}

/** Where a piece ends on the right. */
export function end(piece: Piece): number {
  return piece.x + textWidth(piece.text, piece.font);
}
