// The arranged picture as the text of an SVG.
import type { Box, Piece } from "./box";
import { xml } from "./escape";
import { folds } from "./folding";
import { textWidth } from "./measure";
import type { Options } from "./options";
import type { Picture, Placed, Point, Route } from "./picture";
import { LABEL_HEIGHT } from "./route";

/** A level of the picture, its upper left corner at a place. */
export function renderPicture(picture: Picture, x: number, y: number, depth: number, options: Options): string {
  const routes = picture.routes.map((route) => renderRoute(route, depth)).join("");
  const nodes = picture.nodes.map((placed) => renderNode(placed, depth, options)).join("");
  return `<g transform="${move(x - picture.x, y - picture.y)}">${routes}${nodes}</g>`;
}

function renderNode(placed: Placed, depth: number, options: Options): string {
  const { node, box, inner } = placed;
  const buttons = options.interactive && folds(node);
  const ground = inner ? `ground-${(depth + 1) % 2}` : "closed";
  const mark = buttons ? foldMark(Boolean(inner)) : "";
  const isPill = node.kind === "input" || node.kind === "output";
  const frame = renderFrame(placed, ground, isPill ? placed.height / 2 : 8);
  const said = renderSaid(box, placed.width) + mark;
  const shown = frame + (buttons ? button(placed, said) : said);
  const within = inner ? renderPicture(inner.picture, inner.x, inner.y, depth + 1, options) : "";
  const id = options.interactive ? ` data-id="${xml(node.id)}"` : "";
  const at = move(placed.x, placed.y);
  const weights = renderWeights(box, options.interactive);
  return `<g class="node ${node.kind}"${id} transform="${at}">${stack(placed)}${shown}${weights}${within}</g>`;
}

/** A frame of a size. */
export function renderFrame(size: Size, ground: string, radius = 8): string {
  const [width, height] = [num(size.width), num(size.height)];
  return `<rect class="frame ${ground}" width="${width}" height="${height}" rx="${num(radius)}"/>`;
}

/** What a box says, but for the weights. */
export function renderSaid(box: Box, width: number): string {
  const rules = box.rules.map((y) => `<path class="rule" d="M0 ${num(y)}H${num(width)}"/>`);
  const pieces = box.pieces.filter((one) => one.weight === undefined);
  return rules.join("") + pieces.map((one) => renderPiece(one)).join("");
}

/** The weights of a box: they lie on the button that folds it, and say which ones they are. */
export function renderWeights(box: Box, interactive: boolean): string {
  const pieces = box.pieces.filter((one) => one.weight !== undefined);
  return pieces.map((one) => renderPiece(one, interactive ? one.weight : "")).join("");
}

interface Size {
  width: number;
  height: number;
}

/** A second edge behind the box of what is there several times. */
function stack({ node, width, height }: Placed): string {
  if (!node.repeat) return "";
  return `<rect class="frame closed behind" x="4" y="4" width="${num(width)}" height="${num(height)}" rx="8"/>`;
}

/** It is called what it says, and lies over that alone: what is in the box is no part of it. */
function button({ box, width, inner }: Placed, said: string): string {
  const place = `<rect class="place" width="${num(width)}" height="${num(box.height)}" rx="8"/>`;
  const open = Boolean(inner);
  return `<g class="fold" role="button" tabindex="0" aria-expanded="${open}">${place}${said}</g>`;
}

function foldMark(open: boolean): string {
  return `<path class="mark" d="${open ? "M13 14.5l5 6 5-6z" : "M15.5 12.5l6 5-6 5z"}"/>`;
}

/** A text, and a frame around it where it has one. */
export function renderPiece(piece: Piece, weight = ""): string {
  const { x, y, text, font, whole, framed } = piece;
  const width = textWidth(text, font);
  const frame = framed
    ? `<rect class="badge" x="${num(x - 5)}" y="${num(y - 10.8)}" width="${num(width + 10)}" height="14" rx="7"/>`
    : "";
  const title = whole === undefined ? "" : `<title>${xml(whole)}</title>`;
  const id = weight === "" ? "" : ` data-weight="${xml(weight)}"`;
  return `${frame}<text class="${font.style}"${id} x="${num(x)}" y="${num(y)}">${title}${xml(text)}</text>`;
}

function renderRoute(route: Route, depth: number): string {
  const end = route.points.at(-1)!;
  const back = route.rises ? 6 : -6;
  const points = [...route.points.slice(0, -1), { x: end.x, y: end.y + back }];
  const head = `M${num(end.x)} ${num(end.y)}l-4 ${num(back * 1.2)}h8z`;
  const line = `<path class="line" d="${curve(points)}"/><path class="head" d="${head}"/>`;
  return `<g class="edge"><title>${xml(route.title)}</title>${line}${labelOf(route, depth)}</g>`;
}

function labelOf({ label }: Route, depth: number): string {
  if (!label) return "";
  const left = label.x - label.width / 2;
  const box = `x="${num(left)}" y="${num(label.y - LABEL_HEIGHT / 2)}" width="${num(label.width)}" height="${LABEL_HEIGHT}"`;
  const text = `<text class="small soft" x="${num(left + 5)}" y="${num(label.y + 4)}">${xml(label.text)}</text>`;
  return `<g class="label"><rect class="ground-${depth % 2}" ${box}/>${text}</g>`;
}

function curve(points: Point[]): string {
  let path = `M${num(points[0]!.x)} ${num(points[0]!.y)}`;
  for (let at = 1; at < points.length; at++) {
    const { x: fromX, y: fromY } = points[at - 1]!;
    const { x, y } = points[at]!;
    // The farther it goes aside, the straighter it is: ways that meet stay apart.
    const bend = ((y - fromY) / 2) * Math.min(1, Math.max(0.3, Math.abs((y - fromY) / (x - fromX))));
    if (Math.abs(x - fromX) < 0.5) path += `V${num(y)}`;
    else path += `C${num(fromX)} ${num(fromY + bend)} ${num(x)} ${num(y - bend)} ${num(x)} ${num(y)}`;
  }
  return path;
}

function move(x: number, y: number): string {
  return `translate(${num(x)} ${num(y)})`;
}

/** A number with a tenth of a pixel. */
export function num(value: number): string {
  return String(Math.round(value * 10) / 10 || 0);
}
