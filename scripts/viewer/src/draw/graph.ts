// What is drawn: the JSON of wtspec/graph/graph.py. What has its default value is left out there.

export type Kind = "input" | "output" | "layer" | "formula" | "loop" | "branch";

export interface GraphWeight {
  name: string;
  path: string;
  shape: string;
  dtype?: string;
  initializer?: string;
  trainable?: boolean;
  line?: string;
  doc?: string;
}

export interface Edge {
  source: string;
  target: string;
  shape?: string;
  name?: string;
}

export interface GraphNode {
  id: string;
  kind: Kind;
  title: string;
  layer?: string;
  arguments?: string;
  doc?: string;
  repeat?: string;
  shape?: string;
  weights?: GraphWeight[];
  inner?: Graph | null;
}

export interface Graph {
  name: string;
  nodes: GraphNode[];
  edges: Edge[];
  doc?: string;
  weights?: GraphWeight[];
}
