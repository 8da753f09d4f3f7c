// What a picture is made of, each thing in its place.
import type { Box } from "./box";
import type { GraphNode } from "./graph";

/** A box in its place. */
export interface Placed {
  node: GraphNode;
  box: Box;
  x: number;
  y: number;
  width: number;
  height: number;
  /** What is in it, where it is unfolded. */
  inner?: { picture: Picture; x: number; y: number };
}

/** All of one level; `x` and `y` are where its upper left corner is. */
export interface Picture {
  x: number;
  y: number;
  width: number;
  height: number;
  nodes: Placed[];
  routes: Route[];
}

export interface Point {
  x: number;
  y: number;
}

/** What the layout says of an edge. `x` and `y` are the middle of its label. */
export interface Way extends Point {
  source: Placed;
  target: Placed;
  points: Point[];
  label: string;
  labelWidth: number;
}

/** An edge as it is drawn: straight between two points of one x, else by a curve. */
export interface Route {
  points: Point[];
  /** Whether its last part goes up. */
  rises: boolean;
  label?: { x: number; y: number; width: number; text: string };
  title: string;
}
